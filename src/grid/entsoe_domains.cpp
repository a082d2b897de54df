// Bidding zones of the transparency platform and their energy identification codes (ENTSO-E code list, area codes),
// by the names that Electricity Maps gives to zones.
#include <algorithm>

#include "grid/entsoe.hpp"

namespace greeninfer::grid {

namespace {

struct Domain {
    std::string_view zone;
    std::string_view code;
};
constexpr std::array<Domain, 72> kDomains = {{
    {"AL", "10YAL-KESH-----5"},        {"AM", "10Y1001A1001B004"},        {"AT", "10YAT-APG------L"},
    {"AZ", "10Y1001A1001B05V"},        {"BA", "10YBA-JPCC-----D"},        {"BE", "10YBE----------2"},
    {"BG", "10YCA-BULGARIA-R"},        {"BY", "10Y1001A1001A51S"},        {"CH", "10YCH-SWISSGRIDZ"},
    {"CY", "10YCY-1001A0003J"},        {"CZ", "10YCZ-CEPS-----N"},        {"DE", "10Y1001A1001A83F"},
    {"DE-LU", "10Y1001A1001A82H"},     {"DK", "10Y1001A1001A65H"},        {"DK-DK1", "10YDK-1--------W"},
    {"DK-DK2", "10YDK-2--------M"},    {"EE", "10Y1001A1001A39I"},        {"ES", "10YES-REE------0"},
    {"FI", "10YFI-1--------U"},        {"FR", "10YFR-RTE------C"},        {"GB", "10YGB----------A"},
    {"GB-NIR", "10Y1001A1001A016"},    {"GE", "10Y1001A1001B012"},        {"GR", "10YGR-HTSO-----Y"},
    {"HR", "10YHR-HEP------M"},        {"HU", "10YHU-MAVIR----U"},        {"IE", "10YIE-1001A00010"},
    {"IS", "10Y1001A1001A958"},        {"IT", "10YIT-GRTN-----B"},        {"IT-BR", "10Y1001A1001A699"},
    {"IT-CA", "10Y1001C--00096J"},     {"IT-CNO", "10Y1001A1001A70O"},    {"IT-CSO", "10Y1001A1001A71M"},
    {"IT-FO", "10Y1001A1001A72K"},     {"IT-NO", "10Y1001A1001A73I"},     {"IT-PR", "10Y1001A1001A76C"},
    {"IT-SACOAC", "10Y1001A1001A885"}, {"IT-SACODC", "10Y1001A1001A893"}, {"IT-SAR", "10Y1001A1001A74G"},
    {"IT-SIC", "10Y1001A1001A75E"},    {"IT-SO", "10Y1001A1001A788"},     {"LT", "10YLT-1001A0008Q"},
    {"LU", "10YLU-CEGEDEL-NQ"},        {"LV", "10YLV-1001A00074"},        {"MD", "10Y1001A1001A990"},
    {"ME", "10YCS-CG-TSO---S"},        {"MK", "10YMK-MEPSO----8"},        {"MT", "10Y1001A1001A93C"},
    {"NL", "10YNL----------L"},        {"NO", "10YNO-0--------C"},        {"NO-NO1", "10YNO-1--------2"},
    {"NO-NO2", "10YNO-2--------T"},    {"NO-NO3", "10YNO-3--------J"},    {"NO-NO4", "10YNO-4--------9"},
    {"NO-NO5", "10Y1001A1001A48H"},    {"PL", "10YPL-AREA-----S"},        {"PT", "10YPT-REN------W"},
    {"RO", "10YRO-TEL------P"},        {"RS", "10YCS-SERBIATSOV"},        {"RU", "10Y1001A1001A49F"},
    {"RU-KGD", "10Y1001A1001A50U"},    {"SE", "10YSE-1--------K"},        {"SE-SE1", "10Y1001A1001A44P"},
    {"SE-SE2", "10Y1001A1001A45N"},    {"SE-SE3", "10Y1001A1001A46L"},    {"SE-SE4", "10Y1001A1001A47J"},
    {"SI", "10YSI-ELES-----O"},        {"SK", "10YSK-SEPS-----K"},        {"TR", "10YTR-TEIAS----W"},
    {"UA", "10YUA-WEPS-----0"},        {"UA-IPS", "10Y1001C--000182"},    {"XK", "10Y1001C--00100H"},
}};

}  // namespace

std::string_view Entsoe::entsoe_domain(std::string_view zone) {
    const auto found = std::ranges::find(kDomains, zone, &Domain::zone);
    return found != kDomains.end() ? found->code : std::string_view();
}

}  // namespace greeninfer::grid
