#pragma once
// Shortens the texts of one request, one after the other: by known phrases, by what is remembered, or by asking the
// model where that pays and it answers in time.
//
// A text is judged once. What came of it is remembered, so that every later turn of the conversation sends the same
// bytes; see shortening_memory.hpp. Lives for one request, on its core.
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string_view>

#include "optimizer/draft.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class TextShortening {
public:
    // Texts that one request may bring before the model. A conversation that comes in whole, as after a restart, must
    // not wait for all of its turns; the newest are asked about first.
    static constexpr unsigned kModelCallsPerRequest = 4;

    TextShortening(Worker& worker, Exchange& exchange) : worker_(worker), exchange_(exchange) {}

    // Adds what the model did to exchange.shortening. `text` must stay until the end.
    boost::asio::awaitable<optimizer::Shortening> shorten(std::string_view text);

private:
    boost::asio::awaitable<optimizer::Shortening> judge(std::string_view text, std::uint64_t digest);
    boost::asio::awaitable<optimizer::Shortening> ask(const optimizer::Draft& draft);
    GateWeighing weigh_text(const optimizer::Draft& draft, std::uint64_t digest);
    const optimizer::OptimizerSettings& settings() const { return exchange_.generation->optimizer; }

    Worker& worker_;
    Exchange& exchange_;
    std::optional<Moment> deadline_;  // of all texts together; from the first that is asked about
    unsigned calls_ = 0;
    std::optional<ReadingCost> reading_;
};

}  // namespace greeninfer::pipeline
