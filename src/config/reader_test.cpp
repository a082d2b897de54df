#include "config/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/reference.hpp"
#include "config/sample_settings_for_test.hpp"

namespace greeninfer::config {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

struct Outcome {
    SampleSettings settings;
    std::vector<std::string> problems;
};

Outcome read(std::string_view yaml) {
    Outcome outcome;
    Problems problems;
    const Node root = parse_yaml(yaml, "config.yaml", problems);
    Reader::read(root, "", [&](Fields& fields) { describe(fields, outcome.settings); }, problems);
    for (const Problem& problem : problems.all()) outcome.problems.push_back(to_string(problem));
    return outcome;
}

TEST(Reader, LeavesDefaultsWhereNothingIsWritten) {
    for (const char* yaml : {"", "basket:\n", "basket: {weight: , delay: ~, lid: {}}\nstalls:\n"}) {
        SCOPED_TRACE(yaml);
        const Outcome outcome = read(yaml);
        EXPECT_THAT(outcome.problems, IsEmpty());
        EXPECT_EQ(outcome.settings.basket.weight, 8 * kMiB);
        EXPECT_EQ(outcome.settings.basket.delay, 250ms);
        EXPECT_EQ(outcome.settings.basket.share, std::nullopt);
        EXPECT_THAT(outcome.settings.basket.fruits, ElementsAre(Fruit::apple));
        EXPECT_THAT(outcome.settings.stalls, IsEmpty());
    }
}

TEST(Reader, FillsEverySetting) {
    const Outcome outcome = read(R"(
basket:
  weight: 64KiB
  delay: 2s
  share: 0.5
  fruits: [pear, apple]
  lid: {colour: "~"}
stalls:
  - {name: north, places: 3}
  - name: south
)");
    EXPECT_THAT(outcome.problems, IsEmpty());
    EXPECT_EQ(outcome.settings.basket.weight, 64 * kKiB);
    EXPECT_EQ(outcome.settings.basket.delay, 2s);
    EXPECT_EQ(outcome.settings.basket.share, 0.5);
    EXPECT_THAT(outcome.settings.basket.fruits, ElementsAre(Fruit::pear, Fruit::apple));
    EXPECT_EQ(outcome.settings.basket.lid.colour, "~");
    ASSERT_EQ(outcome.settings.stalls.size(), 2u);
    EXPECT_EQ(outcome.settings.stalls[0].places, 3u);
    EXPECT_EQ(outcome.settings.stalls[1].name, "south");
}

TEST(Reader, AnEmptyListReplacesADefault) {
    EXPECT_THAT(read("basket: {fruits: []}").settings.basket.fruits, IsEmpty());
}

TEST(Reader, SaysExactlyWhatIsWrong) {
    const struct {
        const char* name;
        const char* yaml;
        std::vector<std::string> problems;
    } rows[] = {
        {"a bad value",
         "basket:\n  weight: 8 apples\n",
         {"basket.weight: \"8 apples\" is not a size; write a number with KiB, MiB or GiB (config.yaml:2)"}},
        {"a mistyped key",
         "basket:\n  wieght: 1MiB\n",
         {"basket.wieght: unknown key; did you mean weight? (config.yaml:2)"}},
        {"a mistyped section", "baskets: {}\n", {"baskets: unknown key; did you mean basket? (config.yaml:1)"}},
        {"a key nobody knows",
         "basket:\n  lid: {upholstery: red}\n",
         {"basket.lid.upholstery: unknown key; known here: colour (config.yaml:2)"}},
        {"a key of control characters",
         "\"\\x01\\x7f\": 1\n",
         {"??: unknown key; known here: basket, stalls (config.yaml:1)"}},
        {"a list for a value",
         "basket: {weight: [1, 2]}\n",
         {"basket.weight: must be a single value, not a list (config.yaml:1)"}},
        {"a group for a value",
         "basket: {weight: {a: 1}}\n",
         {"basket.weight: must be a single value, not a group of keys (config.yaml:1)"}},
        {"a value for a group", "basket: 5\n", {"basket: must be a group of keys, not a single value (config.yaml:1)"}},
        {"a list for the root", "- 1\n", {"must be a group of keys, not a list (config.yaml:1)"}},
        {"a value for a list",
         "basket: {fruits: pear}\n",
         {"basket.fruits: must be a list, not a single value; write [ ] around it (config.yaml:1)"}},
        {"a group for a list of groups",
         "stalls: {name: x}\n",
         {"stalls: must be a list, not a group of keys; start each entry with a dash (config.yaml:1)"}},
        {"a bad element",
         "basket:\n  fruits:\n    - pear\n    - plum\n",
         {"basket.fruits[1]: \"plum\" is not one of apple, pear (config.yaml:4)"}},
        {"an empty element",
         "basket: {fruits: [~]}\n",
         {"basket.fruits[0]: must be a single value, not nothing (config.yaml:1)"}},
        {"a required key that is missing",
         "stalls:\n  - {name: a}\n  - places: 3\n",
         {"stalls[1].name: is missing; add it (config.yaml:3)"}},
        {"a required key that is empty",
         "stalls:\n  - places: 3\n    name:\n",
         {"stalls[0].name: is missing; add it (config.yaml:3)"}},
        {"an element that is nothing", "stalls:\n  -\n", {"stalls[0].name: is missing; add it (config.yaml:2)"}},
        {"settings that do not fit together",
         "basket:\n  delay: 2s\n  share: 0.75\n",
         {"basket.share: is too much for a delay above 1s; lower one (config.yaml:3)"}},
        {"no second problem about the same setting",
         "basket:\n  delay: 2s\n  share: 7.5\n",
         {"basket.share: \"7.5\" is out of range; write 0 to 1 (config.yaml:3)"}},
        {"everything at once",
         "basket:\n  weight: heavy\n  colour: red\nstalls:\n  - {places: 0}\nshop: {}\n",
         {"basket.weight: \"heavy\" is not a size; write a number with KiB, MiB or GiB (config.yaml:2)",
          "basket.colour: unknown key; known here: weight, delay, share, fruits, lid (config.yaml:3)",
          "stalls[0].name: is missing; add it (config.yaml:5)",
          "stalls[0].places: \"0\" is out of range; write 1 to 9 (config.yaml:5)",
          "shop: unknown key; known here: basket, stalls (config.yaml:6)"}},
        {"text that is not YAML", "basket: [\n", {"not valid YAML: end of sequence flow not found (config.yaml:2)"}},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_THAT(read(row.yaml).problems, ElementsAreArray(row.problems));
    }
}

TEST(Reference, ListsEverySettingWithTypeAndDefault) {
    SampleSettings defaults;
    EXPECT_EQ(Reference::markdown([&](Fields& fields) { describe(fields, defaults); }), R"(
## `basket`

What fruit is carried in.

| key | type | default | meaning |
|---|---|---|---|
| `weight` | size, 1KiB to 1GiB | `8MiB` | What it may weigh. |
| `delay` | duration, 1ms to 1h | `250ms` | Time before it is packed. |
| `share` | number, 0 to 1 |  | Part that is sold. |
| `fruits` | list of: apple \| pear | `[apple]` | What is in it. |
| `lid` | group | | What closes it. |
| `lid.colour` | text |  | Its colour. |

## `stalls` (list)

Where it is sold.

| key | type | default | meaning |
|---|---|---|---|
| `name` | name | required | What it is called. |
| `places` | whole number, 1 to 9 | `1` | Baskets it takes. |
)");
}

}  // namespace
}  // namespace greeninfer::config
