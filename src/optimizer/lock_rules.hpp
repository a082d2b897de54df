#pragma once
// The rules of lock_words, one idea in each: what they lock they mark, and what is marked already they leave.
//
// Pure; each has a file of its own name.
#include <cstdint>
#include <span>

#include "optimizer/lock.hpp"
#include "optimizer/reading.hpp"

namespace greeninfer::optimizer {

using Locks = std::span<Lock>;  // per word of the reading

inline void lock(Locks locks, std::size_t at, Lock why) {
    if (at < locks.size() && locks[at] == Lock::none) locks[at] = why;
}

// `in_courtesy`: courtesy_words(reading); inside a frame such words say nothing about the request.
void lock_numbers(const Reading& reading, std::span<const std::uint8_t> in_courtesy, Locks locks);
void lock_negations(const Reading& reading, std::span<const std::uint8_t> in_courtesy, Locks locks);
void lock_modals(const Reading& reading, std::span<const std::uint8_t> in_courtesy, Locks locks);
void lock_comparatives(const Reading& reading, std::span<const std::uint8_t> in_courtesy, Locks locks);

void lock_identifiers(const Reading& reading, Locks locks);
void lock_code(const Reading& reading, Locks locks);    // fenced, indented, inline, by its look
void lock_markup(const Reading& reading, Locks locks);  // JSON, XML, YAML, tables
void lock_addresses(const Reading& reading, Locks locks);
void lock_quotes(const Reading& reading, Locks locks);
void lock_unreadable(const Reading& reading, Locks locks);
// Courtesy that the request is about, roles that the model is to play, cells of a table.
void lock_subject_matter(const Reading& reading, Locks locks);

}  // namespace greeninfer::optimizer
