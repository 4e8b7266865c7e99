#include "core/diagnosis/checks/terraform/checks.h"

#include "core/findings/evidencewords.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The object id that Terraform signs in as: of its token, or, of a personal access token, of whom Azure
// DevOps sees. Empty while it is not known.
QString signedInObjectId(const Facts &facts)
{
    if (const auto *signIn = facts.seen<ExpectedSignInSeen>(); signIn && signIn->claims)
        return signIn->claims->objectId;
    const auto *connection = facts.seen<ConnectionSeen>();
    const bool isKnown = connection && connection->kind == ConnectionSeen::Kind::Identity;
    return isKnown ? connection->identity.objectId : QString();
}

CheckVerdict terraformIdentity(const Facts &facts)
{
    const QString objectId = signedInObjectId(facts);
    if (objectId.isEmpty())
        return unclear();
    const QString intended = facts.question().objectId->toString();
    if (objectId.compare(intended, Qt::CaseInsensitive) == 0)
        return passed();
    return failed(finding::providerOtherIdentity,
                  {{u"value"_s, intended},
                   {u"expectedObjectId"_s, intended},
                   {u"objectId"_s, objectId},
                   {u"clientId"_s, objectId},
                   {u"variable"_s, credentialWords(toString(facts.question().terraformCredential()))}});
}

// Of the managed identity, token.identity says it.
bool namesObjectId(const Question &question)
{
    return expectsOtherCredential(question) && question.objectId;
}

} // namespace

Check terraformIdentityCheck()
{
    return {.id = CheckId("terraform.identity"_L1),
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "Terraform signs in as the expected identity"),
            .needs = {check::terraformSignIn},
            .considers = {check::devopsConnection},
            .judge = terraformIdentity,
            .applies = namesObjectId};
}

} // namespace signet
