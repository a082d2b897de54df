#pragma once
// Has a model write a preview: asks, looks at what came, and asks once more where it is no use.
//
// What a model cannot do in two tries it will not do in three, and by then the full run would have been cheaper. Lives
// for one request, on its core.
#include <expected>
#include <string>

#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"
#include "wire/preview_request.hpp"
#include "wire/preview_text.hpp"

namespace greeninfer::pipeline {

struct PreviewTry {
    std::optional<wire::PreviewText> text;
    bool repaired = false;                            // at the second try
    std::string problem;                              // in words, where there is no text
    std::shared_ptr<const fleet::Endpoint> endpoint;  // that was asked last; null: none was
    unsigned attempts = 0;
};

class PreviewMaker {
public:
    PreviewMaker(Worker& worker, Exchange& exchange, Next next, const models::Model& model);

    // Fails with client_gone, and where a budget allows no attempt; whatever else goes wrong is a problem.
    Task<PreviewTry> make();

private:
    using Answer = std::expected<std::string, std::string>;  // the text, or why there is none

    Task<Answer> ask();
    Task<Answer> ask(wire::PreviewShape shape, std::optional<Fault>& fault);
    std::optional<std::string> take(std::string_view answer);
    wire::PreviewShape shape() const;

    Worker& worker_;
    Exchange& exchange_;
    Next next_;
    const models::Model& model_;
    wire::PreviewQuestion question_;
    std::string problem_;
    Moment until_;
    PreviewTry result_;
};

}  // namespace greeninfer::pipeline
