#include "grid/source_order.hpp"

#include <gtest/gtest.h>

namespace greeninfer::grid {
namespace {

config::SecretSetting key() {
    return {.env = "A_KEY", .file = {}, .value = std::make_shared<const config::Secret>("a-key")};
}

std::string names(const SourceOrder& order, std::string_view zone, Source table = Source::static_table) {
    std::string text;
    for (const ZoneSource* source : order.sources_of(zone, table)) {
        text += (text.empty() ? "" : " ") + std::string(name_of(source->source()));
    }
    return text;
}

TEST(SourceOrder, AutoTakesWhatNeedsNoKeyAndWhatHasOne) {
    GridSettings without_keys;
    EXPECT_EQ(names(SourceOrder(without_keys), "US-TEX-ERCO"), "ercot");
    EXPECT_EQ(names(SourceOrder(without_keys), "GB"), "uk_neso");
    EXPECT_EQ(names(SourceOrder(without_keys), "FR"), "");
    EXPECT_EQ(names(SourceOrder(without_keys), ""), "");

    GridSettings with_keys;
    with_keys.providers.electricity_maps.api_key = key();
    with_keys.providers.eia.api_key = key();
    with_keys.providers.entsoe.api_key = key();
    with_keys.providers.watttime.password = key();
    EXPECT_EQ(names(SourceOrder(with_keys), "US-TEX-ERCO"), "electricity_maps ercot eia");
    EXPECT_EQ(names(SourceOrder(with_keys), "GB"), "electricity_maps uk_neso entsoe");
    EXPECT_EQ(names(SourceOrder(with_keys), "FR"), "electricity_maps entsoe");
    EXPECT_EQ(names(SourceOrder(with_keys), "US-MIDA-PJM"), "electricity_maps eia");

    with_keys.signal = Averaging::marginal;
    EXPECT_EQ(names(SourceOrder(with_keys), "US-TEX-ERCO"), "watttime");
}

TEST(SourceOrder, ANamedProviderIsTheOnlyOne) {
    GridSettings settings{.provider = Provider::uk_neso};
    settings.providers.eia.api_key = key();
    EXPECT_EQ(names(SourceOrder(settings), "GB"), "uk_neso");
    EXPECT_EQ(names(SourceOrder(settings), "US-TEX-ERCO"), "");
    EXPECT_TRUE(SourceOrder(settings).is_out_of_reach("US-TEX-ERCO"));
    EXPECT_FALSE(SourceOrder(settings).is_out_of_reach("GB"));
}

TEST(SourceOrder, TablesAskNobody) {
    for (const Provider provider : {Provider::static_table, Provider::google_cloud, Provider::aws}) {
        const SourceOrder order(GridSettings{.provider = provider});
        EXPECT_EQ(names(order, "US-TEX-ERCO"), "");
        EXPECT_FALSE(order.is_out_of_reach("US-TEX-ERCO"));
    }
}

TEST(SourceOrder, AnOperatorsOwnFigureComesBeforeAutoAndAfterANamedProvider) {
    EXPECT_EQ(names(SourceOrder(GridSettings{}), "GB", Source::configured), "");
    EXPECT_EQ(names(SourceOrder(GridSettings{}), "GB", Source::hourly_table), "");
    EXPECT_EQ(names(SourceOrder(GridSettings{.provider = Provider::uk_neso}), "GB", Source::configured), "uk_neso");
}

}  // namespace
}  // namespace greeninfer::grid
