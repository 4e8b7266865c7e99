#include "core/diagnosis/checks/terraform/checks.h"

#include "core/diagnosis/checks/terraform/connection.h"
#include "core/diagnosis/checks/terraform/decision.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

CheckVerdict terraformOrganization(const Facts &facts)
{
    using Form = ProviderAddress::Form;
    const DecisionSeen *decision = decisionIn(facts);
    if (!decision)
        return unclear();
    const DecisionSeen::Address &address = decision->address;
    if (address.form == Form::Unknown)
        return unclear(finding::providerValueUnknown, {{u"variable"_s, u"org_service_url"_s}});
    const auto &meant = facts.question().organization;
    // What the configuration or its variable says is what Terraform uses, and so no intention of its own.
    const bool isMeant = meant && !meant->origin.isVariable() && meant->origin.kind != Origin::Kind::File;
    if (isMeant && !address.organization.isEmpty()
        && address.organization.compare(meant->value.name.toString(), Qt::CaseInsensitive) != 0) {
        return failed(
            finding::orgUrlOtherOrganization,
            {{u"value"_s, address.text},
             {u"otherOrganization"_s, address.organization},
             {u"variable"_s, address.origin.isVariable() ? address.origin.name : u"org_service_url"_s},
             {u"organization"_s, meant->value.name.toString()}});
    }
    if (!address.problem)
        return passed();
    const auto &[findingId, evidence] = *address.problem;
    if (address.form == Form::LegacyHost)
        return warning(findingId, evidence);
    // No API of Azure DevOps is there, unless it answers.
    const auto *seen = facts.seen<ProviderConnectionsSeen>();
    if (address.form == Form::BeyondOrganization && seen && !seen->blocks.isEmpty()
        && isConnected(seen->blocks.first()))
        return warning(findingId, evidence);
    return failed(findingId, evidence);
}

} // namespace

Check terraformOrganizationCheck()
{
    return {
        .id = check::terraformOrganization,
        .stage = "terraform"_L1,
        .title = QT_TRANSLATE_NOOP("Check", "The provider block leads to the intended organization"),
        .considers = {check::terraformConfiguration, check::terraformCredential, check::terraformConnection},
        .judge = terraformOrganization,
        .applies = hasConfiguration};
}

} // namespace signet
