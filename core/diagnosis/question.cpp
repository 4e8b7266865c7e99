#include "core/diagnosis/question.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Problem withOrigin(Problem problem, const Origin &origin)
{
    if (origin.kind != Origin::Kind::Window && origin.kind != Origin::Kind::Unknown)
        problem.evidence.insert(u"variable"_s, origin.isVariable() ? origin.name : origin.toString());
    return problem;
}

} // namespace

QString Question::organizationText() const
{
    if (wrongOrganization)
        return wrongOrganization->value.evidence["value"_L1].toString();
    return organization ? organization->value.text : QString();
}

Origin Question::organizationOrigin() const
{
    if (wrongOrganization)
        return wrongOrganization->origin;
    return organization ? organization->origin : Origin();
}

QString Question::organizationUrl() const
{
    return organization ? organization->value.url() : QString();
}

std::optional<OrganizationName> Question::organizationName() const
{
    return organization ? std::optional(organization->value.name) : std::nullopt;
}

std::optional<ClientId> Question::namedClientId() const
{
    return clientId && !clientId->origin.isVariable() ? std::optional(clientId->value) : std::nullopt;
}

Result<Done> Question::takeOrganization(const QString &text)
{
    if (organization && text.trimmed() == organization->value.text)
        return Done();
    const auto given = givenOrganization(text, Origin::window(u"--org"_s));
    if (!given)
        return given.problem();
    organization = *given;
    wrongOrganization.reset();
    return Done();
}

Result<Done> Question::takeClientId(const QString &text)
{
    if (text.trimmed().isEmpty()) {
        clientId.reset();
        return Done();
    }
    const auto given = givenClientId(text.trimmed(), Origin::window(u"--client-id"_s));
    if (!given)
        return given.problem();
    if (!clientId || clientId->value != given->value)
        clientId = *given;
    return Done();
}

Result<Given<OrganizationInput>> givenOrganization(const QString &text, const Origin &origin)
{
    auto input = parseOrganization(text);
    if (!input)
        return withOrigin(input.problem(), origin);
    return Given<OrganizationInput>{*std::move(input), origin};
}

Result<Given<ClientId>> givenClientId(const QString &text, const Origin &origin)
{
    const auto id = ClientId::parse(text);
    if (!id)
        return withOrigin(id.problem(), origin);
    return Given<ClientId>{*id, origin};
}

IdentitySelector providerSelector(const Question &question)
{
    if (!question.clientId)
        return {};
    return IdentitySelector(question.clientId->value, question.clientId->origin);
}

IdentitySelector selectorOf(const Question &question)
{
    if (const auto named = question.namedClientId())
        return IdentitySelector(*named);
    if (question.objectId)
        return IdentitySelector(*question.objectId);
    if (question.resourceId)
        return IdentitySelector(*question.resourceId);
    if (question.clientId)
        return IdentitySelector(question.clientId->value, question.clientId->origin);
    return {};
}

} // namespace signet
