#pragma once
// `greeninfer report`: prints the carbon report of a running server.
//
// The server makes the table, so what this prints, what a browser shows and what a finance system fetches is one thing.
#include <iosfwd>
#include <string>

namespace greeninfer::app {

struct ReportOptions {
    std::string url = "http://127.0.0.1:8700";
    // Of the query, as people write them; the server says what is wrong with one. Empty: not given.
    std::string from;
    std::string to;
    std::string by;
    std::string format = "text";
    std::string key_env = "GREENINFER_API_KEY";  // may be unset: a server without clients wants no key
    std::string ca_file;                         // empty: the system's authorities
};

// Returns the exit status: 0, 1 when the server cannot be reached or refuses, which is told on `problems`.
int print_report_of(const ReportOptions& options, std::ostream& out, std::ostream& problems);

}  // namespace greeninfer::app
