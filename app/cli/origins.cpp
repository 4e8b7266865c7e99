#include "app/cli/origins.h"

#include "core/result/printable.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

void sayOrigin(const Console &console, const QString &what, const QString &value, const Origin &origin)
{
    const QString place = originWords(origin);
    if (!value.isEmpty() && !place.isEmpty())
        console.say(printable(u"%1: %2, from %3."_s.arg(what, value, place)));
}

} // namespace

void sayOrigins(const Console &console, const Composition &composition, Inputs inputs)
{
    const Question &question = composition.question;
    const bool organization = inputs != Inputs::Identity;
    const bool identity = inputs != Inputs::Organization;
    if (organization)
        sayOrigin(console, u"Organization"_s, question.organizationText(), question.organizationOrigin());
    if (identity && question.clientId)
        sayOrigin(console, u"Client id"_s, question.clientId->value.toString(), question.clientId->origin);
    for (const Overridden &one : composition.overridden) {
        const bool isOrganization = one.variable == "AZDO_ORG_SERVICE_URL"_L1;
        if (isOrganization ? organization : identity)
            console.say(printable(
                u"  %1 says %2. The profile goes before it here; Terraform takes the variable where its "
                "configuration says nothing."_s.arg(one.variable, one.value)));
    }
}

} // namespace signet
