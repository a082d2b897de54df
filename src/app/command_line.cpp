#include "app/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "app/confinement.hpp"
#include "app/exposition.hpp"
#include "app/process.hpp"
#include "app/report_command.hpp"
#include "app/running_gateway.hpp"
#include "app/score_command.hpp"
#include "app/shorten_command.hpp"
#include "pipeline/optimizer_worker.hpp"

namespace greeninfer::app {

namespace {

using Files = std::vector<std::filesystem::path>;

constexpr int kWell = 0;
constexpr int kCannotStart = 1;
constexpr int kBadConfiguration = 2;

int report(const std::vector<config::Problem>& problems) {
    for (const config::Problem& problem : problems) fmt::print(stderr, "{}\n", to_string(problem));
    fmt::print(stderr, "{} problem{} in the configuration\n", problems.size(), problems.size() == 1 ? "" : "s");
    return kBadConfiguration;
}

int report(const Error& error) {
    fmt::print(stderr, "greeninfer: {}{}\n", error.detail, error.field.empty() ? "" : " (" + error.field + ")");
    return kCannotStart;
}

int check(const Files& files) {
    if (const auto settings = load_settings(files); !settings) return report(settings.error());
    fmt::print("the configuration is valid\n");
    return kWell;
}

int serve(const Files& files) {
    prepare_process();
    auto settings = load_settings(files);
    if (!settings) return report(settings.error());
    const auto zero_trust = confine(*settings, ban_mechanisms());  // before the gateway starts its first thread
    if (!zero_trust) return report(zero_trust.error());
    SystemClock clock;
    RunningGateway gateway(clock, *std::move(settings), files, *zero_trust);
    if (const auto started = gateway.start(); !started) return report(started.error());
    gateway.run();
    return kWell;
}

int score(const std::string& weights) {
    std::ios::sync_with_stdio(false);
    return score_lines(std::cin, std::cout, std::cerr, weights);
}

// What the gateway starts of itself (pipeline/optimizer_child.hpp); of no use to people, so not among the commands.
CLI::App* add_worker_command(CLI::App& command, pipeline::OptimizerWorkerOptions& options) {
    CLI::App* const worker = command.add_subcommand("optimizer-worker", "Answer questions of a gateway about texts");
    worker->group("");
    worker->add_option("--model", options.model, "GGUF file of a T5; the built-in one unless given");
    worker->add_option("--socket", options.socket, "Name of the abstract Unix socket to listen on")->required();
    worker->add_option("--queue", options.queue, "Texts that may wait")->capture_default_str();
    worker->add_option("--threads", options.threads, "Threads that compute")->capture_default_str();
    return worker;
}

CLI::App* add_shorten_command(CLI::App& command, ShortenOptions& options) {
    CLI::App* const shorten =
        command.add_subcommand("shorten", "Shorten texts: JSON lines {text} in, {text, left_alone, deleted, ...} out");
    shorten->add_option("--model", options.model, "GGUF file of a T5; the built-in one unless given");
    shorten->add_flag("--no-model", options.no_model, "Known phrases alone");
    shorten->add_flag("--rewrite", options.rewrite, "The model writes texts anew, as with optimizer.mode: free");
    shorten->add_option("--min-saving", options.min_saving, "Share of the words; less is left alone")
        ->capture_default_str();
    shorten->add_option("--threads", options.threads, "Threads that compute")->capture_default_str();
    shorten->add_flag("--threshold-free", options.threshold_free, "The decoder decides alone, not the tag head");
    shorten->add_option("--gate", options.gate, "Instead of the model's own gate");
    shorten->add_option("--keep-below", options.keep_below, "Likewise of the words that stay");
    shorten->add_option("--delete-above", options.delete_above, "Likewise of the words that go");
    return shorten;
}

int shorten(const ShortenOptions& options) {
    std::ios::sync_with_stdio(false);
    return shorten_lines(std::cin, std::cout, std::cerr, options);
}

int work(const pipeline::OptimizerWorkerOptions& options) {
    prepare_process();
    return pipeline::run_optimizer_worker(options);
}

CLI::App* add_report_command(CLI::App& command, ReportOptions& options) {
    CLI::App* const report = command.add_subcommand("report", "Print the carbon report of a running server");
    report->add_option("--url", options.url, "Where the server listens")->capture_default_str();
    report->add_option("--from", options.from, "Beginning, such as 2026-11-29 or 2026-11-29T13:00Z");
    report->add_option("--to", options.to, "End, in the same form");
    report->add_option("--by", options.by, "Any of interval,model,region,department; all unless given");
    report->add_option("--format", options.format, "text, csv or json")->capture_default_str();
    report
        ->add_option("--key-env", options.key_env,
                     "Environment variable that holds a client's key, where one is needed")
        ->capture_default_str();
    report->add_option("--ca-file", options.ca_file, "Authorities to trust instead of the system's, for https");
    return report;
}

int print_reference() {
    fmt::print("{}", configuration_reference());
    return kWell;
}

}  // namespace

int run_command_line(int argument_count, const char* const* arguments) {
    CLI::App command{"GreenInfer: answers every prompt with the smallest model that can, and says what it cost"};
    command.set_version_flag("--version", std::string("greeninfer ") + std::string(build_info().version));
    Files files;
    CLI::App* const serve_command = command.add_subcommand("serve", "Serve until SIGTERM; SIGHUP reloads");
    CLI::App* const check_command = command.add_subcommand("check", "List every problem of a configuration");
    CLI::App* const reference_command = command.add_subcommand("reference", "Print docs/CONFIGURATION.md");
    CLI::App* const score_command =
        command.add_subcommand("score", "Score prompts: JSON lines {id, prompt} in, {id, score, label, p_right} out");
    std::string weights;
    score_command->add_option("--weights", weights, "Weights of the scorer instead of those built in");
    ShortenOptions shorten_options;
    CLI::App* const shorten_command = add_shorten_command(command, shorten_options);
    pipeline::OptimizerWorkerOptions worker_options;
    CLI::App* const worker_command = add_worker_command(command, worker_options);
    ReportOptions report_options;
    CLI::App* const report_command = add_report_command(command, report_options);
    for (CLI::App* one : {serve_command, check_command}) {
        one->add_option("--config", files, "YAML file; later ones override earlier ones key by key")
            ->check(CLI::ExistingFile);
    }
    try {
        command.parse(argument_count, arguments);
        // Asked for here and not by CLI11, which would say so of a misspelt one too, and not name it.
        if (command.get_subcommands().empty()) throw CLI::RequiredError("A subcommand");
    } catch (const CLI::ParseError& error) {
        const int code = command.exit(error);
        return code == 0 ? kWell : kBadConfiguration;
    }
    if (serve_command->parsed()) return serve(files);
    if (score_command->parsed()) return score(weights);
    if (shorten_command->parsed()) return shorten(shorten_options);
    if (worker_command->parsed()) return work(worker_options);
    if (report_command->parsed()) return print_report_of(report_options, std::cout, std::cerr);
    return reference_command->parsed() ? print_reference() : check(files);
}

}  // namespace greeninfer::app
