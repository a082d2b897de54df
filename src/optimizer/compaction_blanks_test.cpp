#include "optimizer/compaction_blanks.hpp"

#include <gtest/gtest.h>

#include <string>

namespace greeninfer::optimizer {
namespace {

const std::string kProse = "The committee met in the old town hall to talk about the budget for the coming year.";

struct Row {
    const char* name;
    std::string text;
    std::string compacted;
};

std::string compacted(std::string_view text) {
    return compact_blanks(text).value_or(std::string(text));
}

TEST(CompactionBlanks, TakesOutWhatMeansNothing) {
    const Row rows[] = {
        {"at line ends", kProse + "  \t\n" + "\n" + kProse + "   ", kProse + "\n\n" + kProse},
        {"one blank at a line end", kProse + " \n" + kProse + "\n", kProse + "\n" + kProse + "\n"},
        {"empty lines", kProse + "\n\n\n\n\n" + kProse, kProse + "\n\n" + kProse},
        {"lines of blanks", kProse + "\n  \n\t\n" + kProse, kProse + "\n\n" + kProse},
        {"at the end", kProse + "\n\n\n\n", kProse + "\n\n"},
        {"before a heading", kProse + "\n\n\n## Costs\n\n\n" + kProse, kProse + "\n\n## Costs\n\n" + kProse},
        {"carriage returns", kProse + "  \r\n\r\n\r\n" + kProse, kProse + "\r\n\r\n" + kProse},
        {"between words", "It  was agreed that  the work on the   bridge should begin before the end of the  winter.",
         "It was agreed that the work on the bridge should begin before the end of the winter."},
        {"behind a list's mark",
         "-   It was  agreed that the work on the bridge should begin before the end of winter.",
         "-   It was agreed that the work on the bridge should begin before the end of winter."},
        {"of what is left of a page", "Home\n\n\n\n\nAbout us\n  \n \n\t\nContact\n\n\nHelp",
         "Home\n\n\nAbout us\n\n\nContact\n\n\nHelp"},
        {"other scripts",
         "Die Brücke über den Fluß wird  im nächsten Frühjahr  für den Verkehr der Straßenbahn geöffnet.",
         "Die Brücke über den Fluß wird im nächsten Frühjahr für den Verkehr der Straßenbahn geöffnet."},
        {"of a quotation's empty lines", "> yes\n> \n>>  \n> no\n", "> yes\n>\n>>\n> no\n"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(compacted(row.text), row.compacted);
    }
}

TEST(CompactionBlanks, ALineBreakOfMarkdownStays) {
    EXPECT_EQ(compacted(kProse + "  \n" + kProse + "\n"), kProse + "  \n" + kProse + "\n");
    EXPECT_EQ(compacted(kProse + "     \n" + kProse + "\n"), kProse + "  \n" + kProse + "\n");
}

TEST(CompactionBlanks, LeavesAloneWhatMayMeanSomething) {
    const Row rows[] = {
        {"a fence", kProse + "\n```\n" + kProse + "  x \n\n\n\n" + kProse + " \n```\n", ""},
        {"a fence without an end", "~~~\n" + kProse + "  \n\n\n\n" + kProse + "  \n", ""},
        {"a fence in a list", "1. do:\n    ```sh\n" + kProse + "  \n\n\n" + kProse + " \n    ```\n", ""},
        {"indented code", kProse + "\n\n    x = 1  \n\n\n    y = 2  \n", ""},
        {"Python", "import os  \n\n\ndef main():\n    return 1\n\n\n# the entry\nmain()\n", ""},
        {"a long string in Python", "text = \"\"\"\n" + kProse + "  and  more\n\n\n\n" + kProse + " \n\"\"\"\n", ""},
        {"a string of a template", "const text = `\n" + kProse + "\n\n\n\n" + kProse + "  \n`;\n", ""},
        {"a quotation over two lines", "He said: \"" + kProse + "\n\n\n" + kProse + "  and  more\" \n", ""},
        {"a table", "| name  |  value |\n|-------|--------|\n| a     |  1     |\n\n\n| b |  2 |\n", ""},
        {"YAML", "name:  value of the thing that is described here in many words\nother:   x\n", ""},
        {"a patch", "diff --git a/x b/x\n@@ -1,2 +1,2 @@\n " + kProse + "  \n-" + kProse + "\n\n\n\n" + kProse + "  \n",
         ""},
        {"a Makefile", "all:  one two\n\tcc  -o x  x.c  \n\n\n\nclean:\n\trm  -f x\n", ""},
        {"columns",
         "Name of the person in charge    Department of the person    Telephone and other numbers\n"
         "Margaret Thompson of London     Research and Development    extension of the main office\n",
         ""},
        {"two columns close to each other",
         "the name of the first thing  the description of the first thing here\n"
         "the name of some other one   the description of the other thing here\n"
         "and the third of the things  the description of the third thing here\n",
         ""},
        {"room to fill in",
         "My name is          and I have lived in the town of           for a number of years now, Sir.", ""},
        {"fields between commas",
         "the first name,  the second name,  the third name of the person in question here\n"
         "another name,  ,  the third name of the other person that was in question here\n",
         ""},
        {"a field that ends with blanks",
         "the first name of the person, the second name of the person in question,  \n"
         "another name of another one, the second name of the other person there,  \n",
         ""},
        {"verse", "The woods are   lovely, dark\n   and deep,\n\n\nBut I have  promises to keep,\n", ""},
        {"a drawing", "  /\\_/\\  \n ( o.o ) \n  > ^ <  \n\n\n\n  meow\n", ""},
        {"words in quotation marks",
         "Search for the words \"one  two\" in the file and replace them by three  words, please do.", ""},
        {"words in back quotes",
         "Search for the words `one  two` in the file and replace them by three  words, please do it.", ""},
        {"a here-document", "cat <<EOF\n" + kProse + "  \n\n\n\n" + kProse + "\nEOF\n", ""},
        {"preformatted HTML", "<pre>\n" + kProse + "  and  more\n\n\n\n" + kProse + "  \n</pre>\n", ""},
        {"a log", "2026-01-02 10:00:00  INFO   started  \n2026-01-02 10:00:01  WARN   slow    \n\n\n\n", ""},
        {"JSON", "{\"text\":\"one  two\"}\n\n\n\n{\"text\": \"three\"}  \n", ""},
        {"other white space",
         "Eins\u00a0\u00a0zwei\u3000\u3000drei und noch viel mehr Worte in dieser langen Zeile, damit sie zählt.", ""},
        {"nothing but blanks", "   \n\n\n\t\n", ""},
        {"nothing", "", ""},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(compacted(row.text), row.text);
    }
}

TEST(CompactionBlanks, OfOneTextSomeMayGoAndOthersStay) {
    const std::string code = "```py\nx  =  1  \n\n\n\ny = 2\n```\n";
    EXPECT_EQ(compacted(kProse + "  \n\n\n\n" + kProse + "\n\n" + code + "\n\n" + kProse + " \n"),
              kProse + "\n\n" + kProse + "\n\n" + code + "\n\n" + kProse + "\n");
}

}  // namespace
}  // namespace greeninfer::optimizer
