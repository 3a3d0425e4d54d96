// Preloaded into what is tested: a password is stretched in a millisecond instead of a sixth of a second and 64 MiB,
// which hundreds of commands with a password would spend on nothing. It is Argon2id all the same, with the least cost that
// libsodium knows; how it is called and what is kept of it stays the program's own. The real cost is spent in the units of
// `keys` and in the test of both verifiers, which opens envelopes itself.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

typedef int Stretch(unsigned char*, unsigned long long, const char*, unsigned long long, const unsigned char*,
                    unsigned long long, size_t, int);

int crypto_pwhash(unsigned char* out, unsigned long long out_size, const char* password, unsigned long long size,
                  const unsigned char* salt, unsigned long long passes, size_t memory, int algorithm) {
  Stretch* real = (Stretch*)dlsym(RTLD_NEXT, "crypto_pwhash");
  (void)passes;
  (void)memory;
  return real == NULL ? -1 : real(out, out_size, password, size, salt, 1, 8192, algorithm);
}
