#include "core/diagnosis/checks/terraform/checks.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

CheckVerdict terraformBackend(const Facts &facts)
{
    const auto *seen = facts.seen<ConfigurationSeen>();
    if (!seen || !seen->read)
        return unclear();
    if (seen->runsElsewhere && facts.question().terraformCredential() == CredentialMethod::ManagedIdentity)
        return unclear(finding::terraformRunsRemotely,
                       {{u"path"_s, seen->backendPath}, {u"line"_s, seen->backendLine}});
    // Only this backend signs in to Azure. Its block may not be the whole truth: -backend-config and
    // ARM_USE_MSI can add to it.
    const bool signsIn = seen->backend == "azurerm"_L1;
    if (!signsIn || seen->backendUsesManagedIdentity
        || facts.question().terraformCredential() != CredentialMethod::ManagedIdentity)
        return passed();
    return warning(finding::backendAuthSeparate,
                   {{u"path"_s, seen->backendPath}, {u"line"_s, seen->backendLine}});
}

} // namespace

Check terraformBackendCheck()
{
    return {.id = CheckId("terraform.backend"_L1),
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "The state backend also signs in with the identity"),
            // It signs in by itself, whatever else is wrong with the configuration.
            .considers = {check::terraformConfiguration},
            .judge = terraformBackend,
            .applies = hasConfiguration};
}

} // namespace signet
