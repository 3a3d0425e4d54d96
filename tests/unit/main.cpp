// The main of every unit-test program: doctest, with the English texts opened for messages.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
