#include "app/cli/origins.h"

#include "core/result/printable.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// "the profile work", "AZDO_ORG_SERVICE_URL"; empty for what was typed and for a scenario's own.
QString placeOf(const QString &origin)
{
    if (origin.startsWith("profile:"_L1))
        return u"the profile "_s + origin.mid(8);
    return origin.startsWith("env:"_L1) ? origin.mid(4) : QString();
}

void sayOrigin(const Console &console, const QString &what, const QString &value, const QString &origin)
{
    const QString place = placeOf(origin);
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
        sayOrigin(console, u"Organization"_s, question.organization, question.organizationOrigin);
    if (identity && question.clientId)
        sayOrigin(console, u"Client id"_s, question.clientId->toString(), question.clientIdOrigin);
    for (const Overridden &one : composition.overridden) {
        const bool isOrganization = one.variable == "AZDO_ORG_SERVICE_URL"_L1;
        if (isOrganization ? organization : identity)
            console.say(printable(
                u"  %1 says %2. The profile goes before it here; Terraform takes the variable where its "
                "configuration says nothing."_s.arg(one.variable, one.value)));
    }
}

} // namespace signet
