#include "core/machine/endpointkind.h"

#include "core/result/enumwords.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using enum MachineKind;

// The first endpoint of a source gives the source its name.
constexpr std::array allEndpoints{
    EndpointFacts{.kind = EndpointKind::Imds,
                  .source = IdentitySource::Imds,
                  .name = QT_TRANSLATE_NOOP("Endpoint", "the instance metadata service"),
                  .address = "http://169.254.169.254/metadata/identity/oauth2/token"_L1},
    EndpointFacts{.kind = EndpointKind::ServiceFabric,
                  .source = IdentitySource::ServiceFabric,
                  .name = QT_TRANSLATE_NOOP("Endpoint", "the identity endpoint of Service Fabric"),
                  .addressVariable = "IDENTITY_ENDPOINT"_L1,
                  .secretVariable = "IDENTITY_HEADER"_L1,
                  .machines = {ServiceFabric, Unknown, Unknown}},
    EndpointFacts{.kind = EndpointKind::AppService,
                  .source = IdentitySource::AppService,
                  .name = QT_TRANSLATE_NOOP("Endpoint", "the identity endpoint of App Service"),
                  .addressVariable = "IDENTITY_ENDPOINT"_L1,
                  .secretVariable = "IDENTITY_HEADER"_L1,
                  .machines = {AppService, Functions, ContainerApps}},
    EndpointFacts{.kind = EndpointKind::AppService2017,
                  .source = IdentitySource::AppService,
                  .name = QT_TRANSLATE_NOOP("Endpoint", "the older identity endpoint of App Service"),
                  .addressVariable = "MSI_ENDPOINT"_L1,
                  .secretVariable = "MSI_SECRET"_L1,
                  .machines = {AppService, Functions, Unknown}},
    EndpointFacts{.kind = EndpointKind::Automation,
                  .source = IdentitySource::AppService,
                  .name = QT_TRANSLATE_NOOP("Endpoint", "the identity endpoint of Azure Automation"),
                  .addressVariable = "IDENTITY_ENDPOINT"_L1,
                  .secretVariable = "IDENTITY_HEADER"_L1,
                  .machines = {Automation, Unknown, Unknown}},
    EndpointFacts{.kind = EndpointKind::MachineLearning,
                  .source = IdentitySource::MachineLearning,
                  .name = QT_TRANSLATE_NOOP("Endpoint", "the identity endpoint of Azure Machine Learning"),
                  .addressVariable = "MSI_ENDPOINT"_L1,
                  .secretVariable = "MSI_SECRET"_L1,
                  .machines = {MachineLearning, Unknown, Unknown}},
    EndpointFacts{.kind = EndpointKind::CloudShell,
                  .source = IdentitySource::CloudShell,
                  .name = QT_TRANSLATE_NOOP("Endpoint", "the token endpoint of Cloud Shell"),
                  .addressVariable = "MSI_ENDPOINT"_L1,
                  .machines = {CloudShell, Unknown, Unknown}},
    EndpointFacts{.kind = EndpointKind::Arc,
                  .source = IdentitySource::Arc,
                  .name = QT_TRANSLATE_NOOP("Endpoint", "the Azure Arc agent"),
                  .address = "http://127.0.0.1:40342/metadata/identity/oauth2/token"_L1,
                  .addressVariable = "IDENTITY_ENDPOINT"_L1,
                  .machines = {Arc, Unknown, Unknown}},
};

constexpr EnumWords sourceWords{IdentitySource::CloudShell,
                                std::array{
                                    EnumWord{IdentitySource::None, "none"_L1},
                                    EnumWord{IdentitySource::Imds, "imds"_L1},
                                    EnumWord{IdentitySource::AppService, "app-service"_L1},
                                    EnumWord{IdentitySource::Arc, "arc"_L1},
                                    EnumWord{IdentitySource::ServiceFabric, "service-fabric"_L1},
                                    EnumWord{IdentitySource::MachineLearning, "machine-learning"_L1},
                                    EnumWord{IdentitySource::CloudShell, "cloud-shell"_L1},
                                }};

constexpr EnumWords endpointWords{EndpointKind::Arc,
                                  std::array{
                                      EnumWord{EndpointKind::Imds, "imds"_L1},
                                      EnumWord{EndpointKind::ServiceFabric, "service-fabric"_L1},
                                      EnumWord{EndpointKind::Automation, "automation"_L1},
                                      EnumWord{EndpointKind::AppService, "app-service"_L1},
                                      EnumWord{EndpointKind::AppService2017, "app-service-2017"_L1},
                                      EnumWord{EndpointKind::MachineLearning, "machine-learning"_L1},
                                      EnumWord{EndpointKind::CloudShell, "cloud-shell"_L1},
                                      EnumWord{EndpointKind::Arc, "arc"_L1},
                                  }};

QString translated(const char *name)
{
    return QCoreApplication::translate("Endpoint", name);
}

} // namespace

QLatin1StringView toString(IdentitySource source)
{
    return sourceWords[source];
}

QLatin1StringView toString(EndpointKind kind)
{
    return endpointWords[kind];
}

bool EndpointFacts::isOn(MachineKind machine) const
{
    return machine != MachineKind::Unknown && std::ranges::find(machines, machine) != machines.end();
}

std::span<const EndpointFacts> endpoints()
{
    return allEndpoints;
}

const EndpointFacts &endpointFacts(EndpointKind kind)
{
    return *std::ranges::find(allEndpoints, kind, &EndpointFacts::kind);
}

QString nameOf(EndpointKind kind)
{
    return translated(endpointFacts(kind).name);
}

QString nameOf(IdentitySource source)
{
    const auto main = std::ranges::find(allEndpoints, source, &EndpointFacts::source);
    return main == allEndpoints.end() ? QString() : translated(main->name);
}

} // namespace signet
