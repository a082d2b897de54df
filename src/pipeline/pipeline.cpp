#include "pipeline/pipeline.hpp"

#include "pipeline/admission.hpp"
#include "pipeline/analysis.hpp"
#include "pipeline/budgeting.hpp"
#include "pipeline/cascade.hpp"
#include "pipeline/confirmation.hpp"
#include "pipeline/deferral.hpp"
#include "pipeline/dispatch.hpp"
#include "pipeline/preview.hpp"
#include "pipeline/reading.hpp"
#include "pipeline/recording.hpp"
#include "pipeline/routing.hpp"
#include "pipeline/shortening.hpp"

namespace greeninfer::pipeline {

Pipeline::Pipeline(Worker& worker, PipelineKind kind) {
    const auto add = [this]<class NewStage>(std::unique_ptr<NewStage> stage) { stages_.push_back(std::move(stage)); };
    // First, so that it also counts what any other stage refuses.
    add(std::make_unique<Recording>(worker));
    // Before the body is read: a stranger's bytes are worth no work.
    add(std::make_unique<Admission>(worker));
    // Everything below decides by what the request says.
    add(std::make_unique<Reading>());
    // A preview that is not what it claims to be is refused before anything is weighed, charged or waited for.
    if (kind == PipelineKind::answer) add(std::make_unique<Confirmation>(worker));
    // As soon as session and size are known: before anything is weighed that may not be spent.
    add(std::make_unique<Budgeting>(worker));
    // Makes the prompt shorter before its complexity is scored and its models are weighed: both are about what is sent.
    const auto add_shortening = [&] { add(std::make_unique<Shortening>(worker)); };
    if (kind == PipelineKind::analysis) {
        add_shortening();
        // Decides as Routing does, and says so instead of calling a model.
        add(std::make_unique<Analysis>(worker));
        return;
    }
    // Before anything is decided by how clean the electricity is, and by which endpoints are well.
    add(std::make_unique<Deferral>(worker));
    // After the wait, because it spends energy itself, and what it saves depends on the models that are well now.
    add_shortening();
    // Names the model; needs the fleet's state of now, so it comes as late as it can.
    add(std::make_unique<Routing>(worker));
    // Once it is known what would answer and what that costs; and it may be all that this request comes to.
    add(std::make_unique<Preview>(worker));
    // Between the choice of the models and the one stage that asks a model: it may ask several times.
    add(std::make_unique<Cascade>(worker));
    // Last: the only stage that talks to a model server.
    add(std::make_unique<Dispatch>(worker));
}

}  // namespace greeninfer::pipeline
