#pragma once
// Everything known about one request on its way through the pipeline, from its bytes to its bill.
//
// Stages read what earlier ones filled in and add their own part; nothing is global. Owned by the connection's
// coroutine for the whole request, on one core.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "fleet/placed_prompt.hpp"
#include "grid/snapshot.hpp"
#include "net/abort.hpp"
#include "net/field_lines.hpp"
#include "net/message.hpp"
#include "pipeline/candidate.hpp"
#include "pipeline/cascade_report.hpp"
#include "pipeline/charge.hpp"
#include "pipeline/deferral_end.hpp"
#include "pipeline/generation.hpp"
#include "pipeline/metering.hpp"
#include "pipeline/preview_report.hpp"
#include "pipeline/request_budget.hpp"
#include "pipeline/shortening_report.hpp"
#include "telemetry/request_metrics.hpp"
#include "wire/fault_table.hpp"
#include "wire/native_request.hpp"
#include "wire/padded_view.hpp"
#include "wire/request_view.hpp"
#include "wire/usage.hpp"

namespace greeninfer::pipeline {

class ReplySink;
struct HeldAnswer;

// How the answer leaves.
enum class Delivery : std::uint8_t {
    relayed,    // a stream, event by event as the model server sends it
    whole,      // one JSON body as the model server wrote it
    assembled,  // one JSON body built from a stream
    texts,      // the native dialect: pieces of text, from a stream
};

// What was decided, and why in words.
struct Decision {
    const models::Model* model = nullptr;
    Mode mode = Mode::balanced;
    std::string_view mode_moved_by = {};                // why the mode is not the one asked for; empty when it is
    bool chosen_by_client = true;                       // a catalogue name; otherwise an auto name
    std::string reason = {};                            // for people
    std::optional<scorer::Assessment> assessment = {};  // of requests that leave the choice open
    std::vector<Candidate> candidates = {};             // what was weighed, ascending by tier
    // The models that may answer, from the start model up, one per tier; just the model when the client named it.
    std::vector<const models::Model*> ladder = {};
};

// What came of it.
struct Outcome {
    std::shared_ptr<const fleet::Endpoint> endpoint;  // of the last attempt
    fleet::Placement placement;                       // why it was taken
    std::shared_ptr<fleet::PlacedPrompt> placed;      // what it does to its endpoint's books while it runs
    unsigned attempts = 0;
    bool attempt_open = false;    // one runs now, and its charge is not booked yet
    std::vector<Charge> charges;  // of the attempts and checks that have ended
    unsigned status = 0;          // as the client saw it; 499 when it was gone
    std::optional<wire::Usage> usage;
    std::uint64_t estimated_tokens = 0;  // of the completion, counted here because nothing was reported
    std::string text;                    // of the answer, in the native dialect
    std::optional<Moment> decided_at;    // the first attempt begins
    std::optional<Moment> sent_at;       // the last one
    std::optional<Moment> answer_began_at;
    std::optional<Moment> answer_ended_at;
    std::optional<Moment> first_token_at;
    std::optional<Moment> commented_at;  // the last sign of life to a client whose answer is held back
    Metering metering;                   // of the attempt that runs now
    CascadeReport cascade;
    std::optional<Deferred> deferral;  // of a request that said it may wait
    bool error_told = false;           // the model server's own error event went out, so no second one may
    net::FieldLines passed_fields;     // of the model server's refusal, for the client: retry-after, rate limits
};

struct Exchange {
    std::shared_ptr<const Generation> generation;
    // The request.
    const net::RequestHead& head;
    wire::Dialect dialect = wire::Dialect::openai;
    wire::RequestKind kind = wire::RequestKind::chat;
    bool local_peer = false;
    Moment received_at{};
    std::string request_id;
    telemetry::LabelId route = telemetry::kOther;
    wire::PaddedView client_body;
    net::Abort& abort;
    ReplySink& sink;
    // Filled in by the stages.
    std::shared_ptr<const grid::Snapshot> grid;  // of when the request came in; null without a board
    const Client* client = nullptr;
    const Department* department = nullptr;  // that it is charged to; null: none
    std::optional<wire::NativeRequest> native;
    std::string native_body;     // the chat body made from `native`
    std::string shortened_body;  // the body with its texts made shorter; empty: it is as it was
    std::string guided_body;     // the body with what a confirmed preview announced; empty: nothing was
    std::string_view body;       // what goes upstream, before edits
    wire::RequestView view;
    ShorteningReport shortening;
    PreviewReport preview;
    RequestBudget budget;
    bool rate_limited = false;      // the client has limits per minute, so a model server's are not its own
    net::FieldLines answer_fields;  // that every answer to it carries, also an error
    Decision decision;
    std::shared_ptr<fleet::PromptPrefix> prefix;  // of the prompt for the decided model; null: it is not looked for
    Outcome outcome;
    // Of the attempt that comes next.
    Purpose purpose = Purpose::answer;
    HeldAnswer* hold = nullptr;  // where its answer is kept back; null: it goes to the sink

    bool answers_stream() const { return native ? native->stream : view.stream; }  // the client reads events
    Delivery delivery(const fleet::Endpoint& endpoint) const;
};

}  // namespace greeninfer::pipeline
