#pragma once
// greeninfer serve | check | score | shorten | report | reference, and optimizer-worker for its own use: what each
// does, and its exit status.
namespace greeninfer::app {

// 0: well; 1: could not start; 2: a problem in the configuration or the command line.
int run_command_line(int argument_count, const char* const* arguments);

}  // namespace greeninfer::app
