#include "api/preference.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace greeninfer::api {
namespace {

using Values = std::vector<std::string>;

net::HeaderFields fields_of(std::string_view name, const Values& values) {
    net::HeaderFields fields;
    for (const std::string& value : values) fields.add(name, value);
    return fields;
}

TEST(Preference, ThePageGoesToThoseWhoNameHtml) {
    struct Row {
        const char* who;
        Values accept;
        bool page;
    };
    const std::vector<Row> rows = {
        {"Chromium", {"text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"}, true},
        {"Firefox", {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, true},
        {"the page's service worker", {"text/html,*/*"}, true},
        {"curl", {"*/*"}, false},
        {"httpx", {"*/*"}, false},
        {"nobody says anything", {}, false},
        {"an empty wish", {""}, false},
        {"the openai client", {"application/json"}, false},
        {"axios", {"application/json, text/plain, */*"}, false},
        {"JSON is named first, HTML as much", {"application/json, text/html"}, true},
        {"HTML less than JSON", {"text/html;q=0.8, application/json"}, false},
        {"HTML less than anything", {"text/html;q=0.5, */*;q=0.9"}, false},
        {"HTML less than anything, JSON still less", {"text/html;q=0.5, application/*;q=0.1, */*;q=0.9"}, true},
        {"HTML refused", {"text/html;q=0, */*"}, false},
        {"HTML refused in another way", {"text/html; level=1 ; Q=0.000, */*;q=0.1"}, false},
        {"only HTML refused among texts", {"text/*, text/html;q=0"}, false},
        {"any text", {"text/*"}, true},
        {"capitals and blanks", {" \tTEXT/HTML ; q=1.0 "}, true},
        {"in two fields", {"application/json;q=0.2", "text/html"}, true},
        {"a weight that is none", {"text/html;q=high"}, false},
        {"a weight beyond 1", {"text/html;q=2"}, false},
        {"a weight that is no number", {"text/html;q=nan"}, false},
        {"a parameter that only begins like one", {"text/html;quality=0"}, true},
        {"another type that begins so", {"text/htmlx"}, false},
        {"commas alone", {",,,"}, false},
    };
    for (const Row& row : rows) EXPECT_EQ(prefers_page(fields_of("Accept", row.accept)), row.page) << row.who;
}

TEST(Preference, GzipGoesToThoseWhoTakeIt) {
    struct Row {
        const char* what;
        Values accept_encoding;
        bool gzip;
    };
    const std::vector<Row> rows = {
        {"a browser", {"gzip, deflate, br, zstd"}, true},
        {"curl without --compressed", {}, false},
        {"nothing but as it is", {"identity"}, false},
        {"refused", {"gzip;q=0"}, false},
        {"refused, all else welcome", {"gzip;q=0, *"}, false},
        {"anything", {"*"}, true},
        {"anything refused", {"*;q=0"}, false},
        {"an old name", {"x-gzip"}, true},
        {"rather as it is", {"gzip;q=0.5, identity;q=0.9"}, false},
        {"not as it is", {"identity;q=0, gzip;q=0.1"}, true},
        {"other codings", {"br, deflate"}, false},
        {"in two fields", {"br", "GZIP"}, true},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(takes_gzip(fields_of("accept-encoding", row.accept_encoding)), row.gzip) << row.what;
    }
}

TEST(Preference, ATagIsFoundInAList) {
    struct Row {
        Values if_none_match;
        bool named;
    };
    const std::vector<Row> rows = {
        {{"\"abc\""}, true},          {{"\"x\", \"abc\""}, true}, {{"W/\"abc\""}, true}, {{"*"}, true},
        {{"\"x\"", "\"abc\""}, true}, {{"\"x\""}, false},         {{"abc"}, false},      {{}, false},
        {{"\"abc\"-gzip"}, false},    {{"\"ABC\""}, false},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(names_tag(fields_of("If-None-Match", row.if_none_match), "\"abc\""), row.named)
            << (row.if_none_match.empty() ? "nothing" : row.if_none_match.front());
    }
}

}  // namespace
}  // namespace greeninfer::api
