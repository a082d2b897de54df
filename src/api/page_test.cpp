// The files of the page as they are linked into this program.
#include "api/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "net/inflate.hpp"

namespace greeninfer::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

net::RequestHead head_with(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    net::RequestHead head;
    for (const auto& [name, value] : fields) head.fields.add(name, value);
    return head;
}

std::string unpacked(std::string_view packed) {
    net::Inflater inflater;
    inflater.add(packed);
    std::string text;
    for (std::size_t before = 1; before != text.size();) {
        before = text.size();
        if (!inflater.read(text)) return "not gzip";
    }
    return text;
}

const PageFile& asset(std::string_view ending) {
    for (const PageFile& file : page_files()) {
        if (file.path.starts_with("/assets/") && file.path.ends_with(ending)) return file;
    }
    throw std::runtime_error("the page has no such asset");
}

TEST(PageFiles, BothFormsOfEachAreTheSameText) {
    std::set<std::string_view> paths, tags;
    for (const PageFile& file : page_files()) {
        SCOPED_TRACE(file.path);
        EXPECT_FALSE(file.bytes.empty());
        EXPECT_EQ(unpacked(file.packed_bytes), file.bytes);
        EXPECT_TRUE(paths.insert(file.path).second);
        EXPECT_TRUE(tags.insert(file.tag).second);
        EXPECT_TRUE(tags.insert(file.packed_tag).second);
    }
    for (const std::string_view path : {"/", "/sw.js", "/icon.svg", "/manifest.webmanifest"})
        EXPECT_TRUE(paths.contains(path)) << path;
}

TEST(PageFiles, ThePageNamesAssetsThatAreThere) {
    const PageFile& page = *find_page_file("/");
    EXPECT_THAT(page.bytes, StartsWith("<!doctype html>"));
    EXPECT_THAT(page.bytes, HasSubstr(asset(".js").path));
    EXPECT_THAT(page.bytes, HasSubstr(asset(".css").path));
    for (const std::string_view path : {"/index.html", "/assets/", "", "/assets/app.js", "//"})
        EXPECT_EQ(find_page_file(path), nullptr) << path;
}

TEST(PageAnswer, SendsTheFormThatTheClientTakes) {
    const PageFile& file = asset(".js");
    const PageAnswer packed = page_answer(file, head_with({{"accept-encoding", "gzip, br"}}));
    EXPECT_EQ(packed.status, 200u);
    EXPECT_EQ(packed.body.data(), file.packed_bytes.data()) << "the program's own bytes, not a copy";
    EXPECT_THAT(packed.fields.text(), HasSubstr("content-encoding: gzip\r\n"));
    const PageAnswer plain = page_answer(file, head_with({}));
    EXPECT_EQ(plain.body.data(), file.bytes.data());
    EXPECT_THAT(plain.fields.text(), Not(HasSubstr("content-encoding")));
    EXPECT_THAT(plain.fields.text(), HasSubstr("content-type: text/javascript; charset=utf-8\r\n"));
    for (const PageAnswer* answer : {&packed, &plain})
        EXPECT_THAT(answer->fields.text(), HasSubstr("vary: accept-encoding\r\n"));
}

TEST(PageAnswer, AssetsAreKeptForAYearAndThePageIsAskedForAgain) {
    const auto keeping = [](const PageFile& file) {
        return std::string(page_answer(file, head_with({})).fields.text());
    };
    EXPECT_THAT(keeping(asset(".css")), HasSubstr("cache-control: public, max-age=31536000, immutable\r\n"));
    for (const std::string_view path : {"/", "/sw.js", "/manifest.webmanifest", "/icon.svg"})
        EXPECT_THAT(keeping(*find_page_file(path)), HasSubstr("cache-control: no-cache\r\n")) << path;
    EXPECT_THAT(keeping(*find_page_file("/")), HasSubstr("vary: accept, accept-encoding\r\n"));
}

TEST(PageAnswer, UnchangedIsSaidWithoutTheBytes) {
    const PageFile& page = *find_page_file("/");
    const PageAnswer unchanged = page_answer(page, head_with({{"if-none-match", page.tag}}));
    EXPECT_EQ(unchanged.status, 304u);
    EXPECT_TRUE(unchanged.body.empty());
    EXPECT_THAT(unchanged.fields.text(), HasSubstr("etag: " + std::string(page.tag)));
    EXPECT_THAT(unchanged.fields.text(), HasSubstr("vary: accept, accept-encoding\r\n"));
    const auto packed = head_with({{"if-none-match", page.packed_tag}, {"accept-encoding", "gzip"}});
    EXPECT_EQ(page_answer(page, packed).status, 304u);
    const auto other_form = head_with({{"if-none-match", page.tag}, {"accept-encoding", "gzip"}});
    EXPECT_EQ(page_answer(page, other_form).status, 200u);
}

TEST(PageAnswer, ThePageMayLoadNothingFromElsewhere) {
    for (const PageFile& file : page_files()) {
        SCOPED_TRACE(file.path);
        const std::string fields(page_answer(file, head_with({})).fields.text());
        EXPECT_THAT(fields, HasSubstr("content-security-policy: default-src 'none'; script-src 'self'; "));
        EXPECT_THAT(fields, Not(HasSubstr("unsafe")));
        EXPECT_THAT(fields, HasSubstr("frame-ancestors 'none'"));
        EXPECT_THAT(fields, HasSubstr("x-content-type-options: nosniff\r\n"));
        EXPECT_THAT(fields, HasSubstr("referrer-policy: no-referrer\r\n"));
    }
}

}  // namespace
}  // namespace greeninfer::api
