// Which of an actor's roles fits what a command is about. For matrix.cpp only; who may give the
// command at all is left to it.
#pragma once

#include <cstdint>
#include <vector>

#include "access/matrix.h"
#include "access/matrix_data.h"

namespace tmis::access {

/// A role of the actor with a cell for the command.
struct Holding {
  const Grant* grant;
  const Organisation* org;
  const Cell* cell;
  std::size_t column;
};

/// A way in which a holding covers the subject.
struct Candidate {
  Holding holding;
  std::size_t rank;  // smaller is nearer
  std::vector<std::int64_t> orgs;
  bool own = false;
  bool everywhere = false;
  bool of_case = false;  // as a side of the case that is named
};

/// Every holding is considered; those whose relation covers what is named remain, the nearest wins.
class Question {
 public:
  Question(const Organisations& tree, const Actor& actor, const Subject& subject)
      : tree_(tree), actor_(actor), subject_(subject) {}

  void consider(const Holding& holding);

  bool any() const { return !candidates_.empty(); }
  /// A holding would have covered it, were it not the own dossier.
  bool refused_own() const { return refused_own_; }
  /// The nearest candidate; of two roles at one organisation the one whose column comes first.
  /// Throws org.ambiguous.
  const Candidate& best();

 private:
  bool is_own() const { return subject_.teacher && subject_.teacher == actor_.teacher; }
  void add_own(const Holding& holding);
  void add_side(const Holding& holding);
  void add_tree(const Holding& holding);
  std::vector<std::int64_t> reach(const Holding& holding) const;
  std::vector<std::int64_t> named_orgs() const;

  const Organisations& tree_;
  const Actor& actor_;
  const Subject& subject_;
  std::vector<Candidate> candidates_;
  bool refused_own_ = false;
};

}  // namespace tmis::access
