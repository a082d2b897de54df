#include "grid/region_table.hpp"

// Written by train/grid_tables.py, which has the rule by which conflicting maps were decided.

namespace greeninfer::grid {

constexpr std::array<RegionFigure, 144> kCloudRegions = {{
    {"af-south-1", "aws", "ZA", 1.24, {}, {}},
    {"ap-east-1", "aws", "HK", {}, {}, {}},
    {"ap-northeast-1", "aws", "JP-TK", 1.27, {}, {}},
    {"ap-northeast-2", "aws", "KR", {}, {}, {}},
    {"ap-northeast-3", "aws", "JP-KN", {}, {}, {}},
    {"ap-south-1", "aws", "IN-WE", 1.42, {}, {}},
    {"ap-south-2", "aws", "IN-SO", 1.46, {}, {}},
    {"ap-southeast-1", "aws", "SG", 1.32, {}, {}},
    {"ap-southeast-2", "aws", "AU-NSW", 1.16, {}, {}},
    {"ap-southeast-3", "aws", "ID", 1.4, {}, {}},
    {"ap-southeast-4", "aws", "AU-VIC", 1.07, {}, {}},
    {"ap-southeast-5", "aws", "MY-WM", {}, {}, {}},
    {"ap-southeast-6", "aws", "NZ", {}, {}, {}},
    {"ap-southeast-7", "aws", "TH", {}, {}, {}},
    {"ca-central-1", "aws", "CA-QC", 1.19, {}, {}},
    {"ca-west-1", "aws", "CA-AB", 1.17, {}, {}},
    // Beijing; neither map names a zone, and China has figures as a whole only.
    {"cn-north-1", "aws", "CN", {}, {}, {}},
    // Ningxia; neither map names a zone, and China has figures as a whole only.
    {"cn-northwest-1", "aws", "CN", 1.25, {}, {}},
    {"eu-central-1", "aws", "DE", 1.35, {}, {}},
    {"eu-central-2", "aws", "CH", {}, {}, {}},
    // Stockholm lies in price zone SE3; the other table has all of Sweden.
    {"eu-north-1", "aws", "SE-SE3", 1.1, {}, {}},
    {"eu-south-1", "aws", "IT-NO", {}, {}, {}},
    {"eu-south-2", "aws", "ES", 1.09, {}, {}},
    {"eu-west-1", "aws", "IE", 1.11, {}, {}},
    {"eu-west-2", "aws", "GB", {}, {}, {}},
    {"eu-west-3", "aws", "FR", {}, {}, {}},
    {"il-central-1", "aws", "IL", {}, {}, {}},
    {"me-central-1", "aws", "AE", 1.27, {}, {}},
    {"me-south-1", "aws", "BH", 1.33, {}, {}},
    {"mx-central-1", "aws", "MX", {}, {}, {}},
    {"sa-east-1", "aws", "BR-CS", 1.17, {}, {}},
    {"us-east-1", "aws", "US-MIDA-PJM", 1.15, {}, {}},
    {"us-east-2", "aws", "US-MIDA-PJM", 1.13, {}, {}},
    {"us-gov-east-1", "aws", "US-MIDA-PJM", {}, {}, {}},
    {"us-gov-west-1", "aws", "US-NW-BPAT", {}, {}, {}},
    {"us-west-1", "aws", "US-CAL-CISO", 1.18, {}, {}},
    // Umatilla and Morrow counties are served by Umatilla Electric Cooperative from Bonneville's substations (real-time
    // cloud table); PacifiCorp West (Electricity Maps) serves other towns.
    {"us-west-2", "aws", "US-NW-BPAT", 1.12, {}, {}},
    // A geography of several regions, which one map puts in Indonesia: name the region.
    {"asiapacific", "azure", "", {}, {}, {}},
    {"australiacentral", "azure", "AU-NSW", {}, {}, {}},
    {"australiacentral2", "azure", "AU-NSW", {}, {}, {}},
    {"australiaeast", "azure", "AU-NSW", {}, {}, {}},
    {"australiasoutheast", "azure", "AU-VIC", {}, {}, {}},
    {"austriaeast", "azure", "AT", {}, {}, {}},
    {"brazilsouth", "azure", "BR-CS", {}, {}, {}},
    {"brazilsoutheast", "azure", "BR-CS", {}, {}, {}},
    {"canadacentral", "azure", "CA-ON", {}, {}, {}},
    {"canadaeast", "azure", "CA-QC", {}, {}, {}},
    {"centralindia", "azure", "IN-WE", {}, {}, {}},
    {"centralus", "azure", "US-MIDW-MISO", {}, {}, {}},
    {"chinaeast", "azure", "CN", {}, {}, {}},
    {"chinaeast2", "azure", "CN", {}, {}, {}},
    {"chinanorth", "azure", "CN", {}, {}, {}},
    {"chinanorth2", "azure", "CN", {}, {}, {}},
    {"chinanorth3", "azure", "CN", {}, {}, {}},
    {"denmarkeast", "azure", "DK-DK2", {}, {}, {}},
    {"eastasia", "azure", "HK", {}, {}, {}},
    {"eastus", "azure", "US-MIDA-PJM", {}, {}, {}},
    {"eastus2", "azure", "US-MIDA-PJM", {}, {}, {}},
    {"eastus3", "azure", "US-SE-SOCO", {}, {}, {}},
    {"francecentral", "azure", "FR", {}, {}, {}},
    {"francesouth", "azure", "FR", {}, {}, {}},
    {"germanynorth", "azure", "DE", {}, {}, {}},
    {"germanywestcentral", "azure", "DE", {}, {}, {}},
    {"greececentral", "azure", "GR", {}, {}, {}},
    {"indiasouthcentral", "azure", "IN-SO", {}, {}, {}},
    {"indonesiacentral", "azure", "ID", {}, {}, {}},
    {"israelcentral", "azure", "IL", {}, {}, {}},
    {"italynorth", "azure", "IT-NO", {}, {}, {}},
    {"japaneast", "azure", "JP-TK", {}, {}, {}},
    {"japanwest", "azure", "JP-KN", {}, {}, {}},
    {"koreacentral", "azure", "KR", {}, {}, {}},
    {"koreasouth", "azure", "KR", {}, {}, {}},
    {"mexicocentral", "azure", "MX", {}, {}, {}},
    {"newzealandnorth", "azure", "NZ", {}, {}, {}},
    // Chicago is served by ComEd, a member of PJM; MISO is wrong.
    {"northcentralus", "azure", "US-MIDA-PJM", {}, {}, {}},
    // The region is in Ireland; Finland (real-time cloud table, one year) is wrong.
    {"northeurope", "azure", "IE", {}, {}, {}},
    {"norwayeast", "azure", "NO-NO1", {}, {}, {}},
    {"norwaywest", "azure", "NO-NO2", {}, {}, {}},
    {"polandcentral", "azure", "PL", {}, {}, {}},
    {"qatarcentral", "azure", "QA", {}, {}, {}},
    {"southafricanorth", "azure", "ZA", {}, {}, {}},
    {"southafricawest", "azure", "ZA", {}, {}, {}},
    {"southcentralus", "azure", "US-TEX-ERCO", {}, {}, {}},
    {"southeastasia", "azure", "SG", {}, {}, {}},
    {"southindia", "azure", "IN-SO", {}, {}, {}},
    {"spaincentral", "azure", "ES", {}, {}, {}},
    // Gävle and Sandviken lie in price zone SE3.
    {"swedencentral", "azure", "SE-SE3", {}, {}, {}},
    {"switzerlandnorth", "azure", "CH", {}, {}, {}},
    {"switzerlandwest", "azure", "CH", {}, {}, {}},
    {"taiwannorth", "azure", "TW", {}, {}, {}},
    {"uaecentral", "azure", "AE", {}, {}, {}},
    {"uaenorth", "azure", "AE", {}, {}, {}},
    {"uksouth", "azure", "GB", {}, {}, {}},
    {"ukwest", "azure", "GB", {}, {}, {}},
    {"westcentralus", "azure", "US-NW-PACE", {}, {}, {}},
    {"westeurope", "azure", "NL", {}, {}, {}},
    // The region is in California, operated by CAISO; Bonneville (real-time cloud table) ends in Oregon.
    {"westus", "azure", "US-CAL-CISO", {}, {}, {}},
    {"westus2", "azure", "US-NW-BPAT", {}, {}, {}},
    {"westus3", "azure", "US-SW-AZPS", {}, {}, {}},
    {"africa-south1", "gcp", "ZA", {}, 656.85, 2024},
    {"asia-east1", "gcp", "TW", 1.12, 439.29, 2024},
    {"asia-east2", "gcp", "HK", {}, 505.02, 2024},
    {"asia-northeast1", "gcp", "JP-TK", {}, 452.85, 2024},
    {"asia-northeast2", "gcp", "JP-KN", {}, 296.19, 2024},
    {"asia-northeast3", "gcp", "KR", {}, 356.57, 2024},
    {"asia-south1", "gcp", "IN-WE", {}, 678.76, 2024},
    {"asia-south2", "gcp", "IN-NO", {}, 531.83, 2024},
    {"asia-southeast1", "gcp", "SG", 1.16, 366.85, 2024},
    {"asia-southeast2", "gcp", "ID", {}, 560.55, 2024},
    {"asia-southeast3", "gcp", "TH", {}, {}, {}},
    {"australia-southeast1", "gcp", "AU-NSW", {}, 497.5, 2024},
    {"australia-southeast2", "gcp", "AU-VIC", {}, 454.37, 2024},
    {"europe-central2", "gcp", "PL", {}, 642.88, 2024},
    // Hamina, Finland; old editions of the real-time cloud table are wrong.
    {"europe-north1", "gcp", "FI", 1.09, 39.32, 2024},
    {"europe-north2", "gcp", "SE-SE3", {}, 2.73, 2024},
    {"europe-southwest1", "gcp", "ES", {}, 89.04, 2024},
    // St. Ghislain, Belgium; old editions of the real-time cloud table are wrong.
    {"europe-west1", "gcp", "BE", 1.09, 103.37, 2024},
    {"europe-west10", "gcp", "DE", {}, 275.82, 2024},
    // Turin lies in price zone Italy North.
    {"europe-west12", "gcp", "IT-NO", {}, 201.69, 2024},
    // London; an old edition of the real-time cloud table is wrong.
    {"europe-west2", "gcp", "GB", {}, 105.94, 2024},
    // Frankfurt; an old edition of the real-time cloud table is wrong.
    {"europe-west3", "gcp", "DE", {}, 275.82, 2024},
    // Eemshaven; an old edition of the real-time cloud table is wrong.
    {"europe-west4", "gcp", "NL", 1.07, 208.81, 2024},
    // Zurich; an old edition of the real-time cloud table is wrong.
    {"europe-west6", "gcp", "CH", {}, 15.05, 2024},
    // Milan lies in price zone Italy North.
    {"europe-west8", "gcp", "IT-NO", {}, 201.69, 2024},
    {"europe-west9", "gcp", "FR", {}, 16.3, 2024},
    // Doha, Qatar; the Emirates (real-time cloud table, one year) are wrong.
    {"me-central1", "gcp", "QA", {}, 366, 2024},
    {"me-central2", "gcp", "SA", {}, 382.23, 2024},
    {"me-west1", "gcp", "IL", {}, 433.75, 2024},
    {"northamerica-northeast1", "gcp", "CA-QC", {}, 5.48, 2024},
    {"northamerica-northeast2", "gcp", "CA-ON", {}, 58.56, 2024},
    {"northamerica-south1", "gcp", "MX", {}, 305, 2024},
    {"southamerica-east1", "gcp", "BR-CS", {}, 67.32, 2024},
    {"southamerica-west1", "gcp", "CL-SEN", 1.12, 238, 2024},
    // Council Bluffs, Iowa, is served by MidAmerican Energy, a member of MISO; the Southwest Power Pool (Electricity
    // Maps) begins across the river.
    {"us-central1", "gcp", "US-MIDW-MISO", 1.1, 412.72, 2024},
    // Mayes County, Oklahoma, in the Southwest Power Pool; no map has it.
    {"us-central2", "gcp", "US-CENT-SWPP", {}, 372.23, 2024},
    // Moncks Corner buys from Berkeley Electric Cooperative, supplied by Santee Cooper (balancing area SC); Google's
    // own 576 g/kWh (2024) fits SC and not SCEG (Electricity Maps).
    {"us-east1", "gcp", "US-CAR-SC", 1.1, 575.77, 2024},
    // No source says where it is: the zone must be configured.
    {"us-east2", "gcp", "", {}, 340.42, 2024},
    {"us-east4", "gcp", "US-MIDA-PJM", 1.09, 323.05, 2024},
    {"us-east5", "gcp", "US-MIDA-PJM", {}, 323.05, 2024},
    {"us-south1", "gcp", "US-TEX-ERCO", 1.12, 302.95, 2024},
    // The Dalles is served by Northern Wasco County PUD from Bonneville; Google's own 79 g/kWh (2024) fits Bonneville
    // and not PacifiCorp West (Electricity Maps).
    {"us-west1", "gcp", "US-NW-BPAT", 1.07, 79.23, 2024},
    {"us-west2", "gcp", "US-CAL-CISO", {}, 169.28, 2024},
    {"us-west3", "gcp", "US-NW-PACE", {}, 555.17, 2024},
    {"us-west4", "gcp", "US-NW-NEVP", 1.08, 357.3, 2024},
}};

std::span<const RegionFigure> cloud_regions() {
    return kCloudRegions;
}

}  // namespace greeninfer::grid
