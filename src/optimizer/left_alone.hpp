#pragma once
// Why a text went on as its sender wrote it. Every request that could have been shortened carries one of these or a
// shortening, so that nobody has to guess.
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace greeninfer::optimizer {

enum class LeftAlone : std::uint8_t {
    not_asked,            // the client named a model and did not ask for shortening, or asked for none
    disabled,             // by configuration
    no_text,              // nothing that a user wrote, or nothing but blanks
    too_long,             // more words than the model may be given
    mathematics,          // every word of a word problem may matter
    code,                 // 30 % of its lines or more look like code
    pasted_text,          // text that is quoted, pasted or to be worked on
    foreign_language,     // that the model cannot read
    nothing_to_delete,    // every word may matter
    small_saving,         // less than optimizer.min_saving
    would_not_pay,        // the optimiser would use more energy than it is expected to save
    verification_failed,  // the shortened text lost something it must not lose
    busy,                 // the optimiser's queue was full
    late,                 // it did not answer within its time limit
    failed,               // it died, refused, or answered nonsense
    not_loaded,           // it is not running: no model file, or between two starts
};

inline constexpr std::size_t kLeftAloneReasons = 16;

// As receipts and metrics spell it: the enumerator's own name.
std::string_view name_of(LeftAlone reason);

}  // namespace greeninfer::optimizer
