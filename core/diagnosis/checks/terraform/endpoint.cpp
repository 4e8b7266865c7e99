#include "core/diagnosis/checks/terraform/checks.h"

#include "core/diagnosis/checks/terraform/decision.h"
#include "core/result/reason.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool usesManagedIdentityByConfiguration(const Question &question)
{
    return hasConfiguration(question) && expectsManagedIdentity(question);
}

// Of the differences that no other finding is about.
const char *reasonFor(ProviderDifference::Kind kind)
{
    switch (kind) {
    case ProviderDifference::Kind::CertificateRefused:
        return QT_TRANSLATE_NOOP(
            "Reason",
            "it ignores the thumbprint, and no authority that it trusts has issued the certificate");
    case ProviderDifference::Kind::AutomationHeaderMissing:
        return QT_TRANSLATE_NOOP("Reason", "it does not send the header Metadata, so it is refused");
    default:
        return nullptr;
    }
}

CheckVerdict terraformEndpoint(const Facts &facts)
{
    const auto *machine = facts.seen<MachineSeen>();
    const DecisionSeen *decision = decisionIn(facts);
    if (!machine || !decision)
        return unclear();
    if (decision->decidedBy != CredentialMethod::ManagedIdentity)
        return passed();
    for (const ProviderDifference &difference : machine->differences) {
        const char *reason = reasonFor(difference.kind);
        if (reason)
            return failed(finding::providerAsksOtherwise,
                          {{u"what"_s, QString::fromLatin1(endpointFacts(machine->endpoint).name)},
                           {u"variable"_s, difference.what},
                           {u"reason"_s, reasonText(reason)}});
    }
    return passed();
}

} // namespace

Check terraformEndpointCheck()
{
    return {.id = CheckId("terraform.endpoint"_L1),
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "The provider's token request suits this endpoint"),
            .needs = {check::machineHost, check::identityToken, check::terraformCredential},
            .judge = terraformEndpoint,
            .applies = usesManagedIdentityByConfiguration};
}

} // namespace signet
