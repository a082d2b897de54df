#pragma once
// A variable of the environment that switches something on, for the page that tells people what is set up.
//
// Whether it is set was looked at when the configuration was loaded; what it holds is not here. Plain value.
#include <string>

namespace greeninfer::pipeline {

struct EnvironmentKey {
    std::string variable;
    bool is_set = false;
    std::string enables;  // in words
};

}  // namespace greeninfer::pipeline
