#include "api/percent_decoding.hpp"

#include <charconv>

namespace greeninfer::api {

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        const bool escape = text[i] == '%' && i + 2 < text.size() &&
                            std::from_chars(&text[i + 1], &text[i + 1] + 2, code, 16).ptr == &text[i + 1] + 2;
        out.push_back(escape ? static_cast<char>(code) : text[i]);
        if (escape) i += 2;
    }
    return out;
}

}  // namespace greeninfer::api
