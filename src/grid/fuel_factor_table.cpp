// Written by train/fuel_factors.py; edit that, not this.
#include <array>

#include "grid/fuel_factors.hpp"

namespace greeninfer::grid {

namespace {

constexpr double kSame = -1;  // as in the first row, which holds for every zone

constexpr std::array<FuelFactorRow, 52> kRows = {{
    // In the order of Fuel.
    {"", Basis::lifecycle, {820, 490, 650, 230, 38, 24, 362.9, 12, 45, 11, 700, 358.44}},
    {"", Basis::direct, {760, 370, 406, 0, 0, 0, 303.19, 0, 0, 0, 575, 297.68}},
    {"US-CAL-CISO",
     Basis::lifecycle,
     {577.6, 516.16, 1189.01, 282.56, 76.88, kSame, 94.37, kSame, 25.6, kSame, kSame, 138.27}},
    {"US-CAL-CISO", Basis::direct, {517.6, 396.16, 945.01, 0, 38.88, kSame, 70.37, kSame, kSame, kSame, kSame, 105.27}},
    {"US-CAR-SCEG",
     Basis::lifecycle,
     {1038.51, 555.82, 993.5, 282.56, 66.73, kSame, 24, kSame, 25.6, kSame, kSame, kSame}},
    {"US-CAR-SCEG", Basis::direct, {978.51, 435.82, 749.5, 0, 28.73, kSame, 0, kSame, kSame, kSame, kSame, kSame}},
    {"US-CENT-SWPP",
     Basis::lifecycle,
     {1092.79, 609.11, 556.39, 282.56, 66.73, kSame, kSame, kSame, 25.66, kSame, kSame, kSame}},
    {"US-CENT-SWPP",
     Basis::direct,
     {1032.79, 489.11, 312.39, 0, 28.73, kSame, kSame, kSame, kSame, kSame, kSame, kSame}},
    {"US-MIDA-PJM",
     Basis::lifecycle,
     {1071.53, 511.14, 1103.8, 282.56, 66.73, kSame, kSame, kSame, 26.82, kSame, kSame, 395.93}},
    {"US-MIDA-PJM",
     Basis::direct,
     {1011.53, 391.14, 859.8, 0, 28.73, kSame, kSame, kSame, kSame, kSame, kSame, 362.93}},
    {"US-MIDW-MISO",
     Basis::lifecycle,
     {1065.91, 507.56, 661.1, 282.56, 66.73, kSame, kSame, kSame, 26.45, kSame, kSame, 461.67}},
    {"US-MIDW-MISO",
     Basis::direct,
     {1005.91, 387.56, 417.1, 0, 28.73, kSame, kSame, kSame, kSame, kSame, kSame, 428.67}},
    {"US-NW-BPAT",
     Basis::lifecycle,
     {1154.6, 506.4, 993.5, 282.56, 66.73, kSame, kSame, kSame, 32.8, kSame, kSame, kSame}},
    {"US-NW-BPAT", Basis::direct, {1094.6, 386.4, 749.5, 0, 28.73, kSame, kSame, kSame, kSame, kSame, kSame, kSame}},
    {"US-NW-NEVP",
     Basis::lifecycle,
     {1183.68, 523.26, 993.5, 282.56, 39.18, kSame, 24, kSame, 25.6, kSame, kSame, 444.83}},
    {"US-NW-NEVP", Basis::direct, {1123.68, 403.26, 749.5, 0, 1.18, kSame, 0, kSame, kSame, kSame, kSame, 411.83}},
    {"US-NW-PACE",
     Basis::lifecycle,
     {1155.9, 531.65, 993.5, 282.56, 62.79, kSame, kSame, kSame, 27.48, kSame, kSame, kSame}},
    {"US-NW-PACE", Basis::direct, {1095.9, 411.65, 749.5, 0, 24.79, kSame, kSame, kSame, kSame, kSame, kSame, kSame}},
    {"US-NW-PACW",
     Basis::lifecycle,
     {1079.19, 521.19, 993.5, 282.56, 66.73, kSame, 419.8, kSame, 26.57, kSame, kSame, kSame}},
    {"US-NW-PACW", Basis::direct, {1019.19, 401.19, 749.5, 0, 28.73, kSame, 395.8, kSame, kSame, kSame, kSame, kSame}},
    {"US-SW-AZPS",
     Basis::lifecycle,
     {1063.32, 454.96, 993.5, 282.56, 66.73, kSame, kSame, kSame, 25.6, kSame, kSame, 299.98}},
    {"US-SW-AZPS", Basis::direct, {1003.32, 334.96, 749.5, 0, 28.73, kSame, kSame, kSame, kSame, kSame, kSame, 266.98}},
    {"US-TEX-ERCO",
     Basis::lifecycle,
     {1122.44, 511.7, 1722.93, 282.56, 66.73, kSame, kSame, kSame, 25.6, kSame, kSame, 301.74}},
    {"US-TEX-ERCO",
     Basis::direct,
     {1062.44, 391.7, 1478.93, 0, 28.73, kSame, kSame, kSame, kSame, kSame, kSame, 268.74}},
    {"BE", Basis::lifecycle, {1095.2, 500.59, 1070.11, 230, kSame, 10.7, 128.19, 5.13, 36, 12.62, kSame, 165.01}},
    {"BE", Basis::direct, {1035.2, 380.59, 826.11, 0, kSame, kSame, 117.49, kSame, kSame, kSame, kSame, 132.01}},
    {"CH", Basis::lifecycle, {820, 490, 650, 230, kSame, kSame, kSame, kSame, 29.5, kSame, 165, kSame}},
    {"CH", Basis::direct, {kSame, kSame, kSame, 0, kSame, kSame, kSame, kSame, kSame, kSame, 87, kSame}},
    {"DE", Basis::lifecycle, {1112.69, 502.97, 1070.11, 230, kSame, 10.7, 246.07, 5.13, 35.12, 12.62, kSame, kSame}},
    {"DE", Basis::direct, {1052.69, 382.97, 826.11, 0, kSame, kSame, 235.37, kSame, kSame, kSame, kSame, kSame}},
    {"ES", Basis::lifecycle, {1112.03, 537.27, 1070.11, 230, kSame, 10.7, 77.3, 5.13, 26.47, 12.62, kSame, 135.69}},
    {"ES", Basis::direct, {1052.03, 417.27, 826.11, 0, kSame, kSame, 66.6, kSame, kSame, kSame, kSame, 102.69}},
    {"FI", Basis::lifecycle, {1110.57, 509.72, 1070.11, 230, kSame, 10.7, kSame, 5.13, kSame, 12.62, kSame, kSame}},
    {"FI", Basis::direct, {1050.57, 389.72, 826.11, 0, kSame, kSame, kSame, kSame, kSame, kSame, kSame, kSame}},
    {"FR", Basis::lifecycle, {1028.5, 498.34, 965.9, 230, kSame, 10.7, 21.09, 5.13, 30.07, 12.62, kSame, 48.09}},
    {"FR", Basis::direct, {968.5, 378.34, 721.9, 0, kSame, kSame, 10.39, kSame, kSame, kSame, kSame, 15.09}},
    {"GB", Basis::lifecycle, {kSame, kSame, kSame, kSame, kSame, 10.7, 97.18, 5.13, 39.72, 12.62, kSame, 134.28}},
    {"GB", Basis::direct, {kSame, kSame, kSame, kSame, kSame, kSame, 86.48, kSame, kSame, kSame, kSame, 101.28}},
    {"IE", Basis::lifecycle, {963.66, 532.76, 1129.24, 230, kSame, 10.7, kSame, 5.13, 42.13, 12.62, kSame, kSame}},
    {"IE", Basis::direct, {903.66, 412.76, 885.24, 0, kSame, kSame, kSame, kSame, kSame, kSame, kSame, kSame}},
    {"IT-NO", Basis::lifecycle, {1106.14, 510.35, 1194.79, 230, kSame, 10.7, 202.6, 5.13, 27.3, 12.62, kSame, 231.6}},
    {"IT-NO", Basis::direct, {1046.14, 390.35, 950.79, 0, kSame, kSame, 191.9, kSame, kSame, kSame, kSame, 198.6}},
    {"NL", Basis::lifecycle, {775.99, 481.85, 1169.95, 230, kSame, 10.7, kSame, 5.13, 36.5, 12.62, kSame, kSame}},
    {"NL", Basis::direct, {715.99, 361.85, 925.95, 0, kSame, kSame, kSame, kSame, kSame, kSame, kSame, kSame}},
    {"NO-NO1", Basis::lifecycle, {kSame, 490, 650, 230, kSame, kSame, kSame, kSame, kSame, kSame, kSame, kSame}},
    {"NO-NO1", Basis::direct, {kSame, kSame, kSame, 0, kSame, kSame, kSame, kSame, kSame, kSame, kSame, kSame}},
    {"NO-NO2", Basis::lifecycle, {kSame, 490, 650, 230, kSame, kSame, 29.75, kSame, kSame, kSame, kSame, kSame}},
    {"NO-NO2", Basis::direct, {kSame, kSame, kSame, 0, kSame, kSame, 5.75, kSame, kSame, kSame, kSame, kSame}},
    {"PL", Basis::lifecycle, {1098.61, 486.09, 1070.11, 230, kSame, 10.7, 480.94, 5.13, 34.84, 12.62, kSame, kSame}},
    {"PL", Basis::direct, {1038.61, 366.09, 826.11, 0, kSame, kSame, 470.24, kSame, kSame, kSame, kSame, kSame}},
    {"SE-SE3", Basis::lifecycle, {1095.2, 509.72, 742.93, 230, kSame, 10.7, kSame, 5.13, 37.67, 12.62, 258, kSame}},
    {"SE-SE3", Basis::direct, {1035.2, 389.72, 498.93, 0, kSame, kSame, kSame, kSame, kSame, kSame, 28.6, kSame}},
}};

}  // namespace

std::span<const FuelFactorRow> fuel_factor_rows() {
    return kRows;
}

}  // namespace greeninfer::grid
