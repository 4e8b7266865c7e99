#include "app/cli/origins.h"

#include "core/result/printable.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// "the profile work", "AZDO_ORG_SERVICE_URL"; empty for what was typed and for a scenario's own.
QString placeOf(const QString &origin)
{
    if (origin.startsWith("profile:"_L1))
        return CommandLine::tr("the profile %1").arg(origin.mid(8));
    return origin.startsWith("env:"_L1) ? origin.mid(4) : QString();
}

} // namespace

void sayOrigins(const Console &console, const Composition &composition, Inputs inputs)
{
    const Question &question = composition.question;
    const bool organization = inputs != Inputs::Identity;
    const bool identity = inputs != Inputs::Organization;
    const QString organizationPlace = placeOf(question.organizationOrigin);
    if (organization && !question.organization.isEmpty() && !organizationPlace.isEmpty())
        console.say(printable(
            CommandLine::tr("Organization: %1, from %2.").arg(question.organization, organizationPlace)));
    const QString identityPlace = placeOf(question.clientIdOrigin);
    if (identity && question.clientId && !identityPlace.isEmpty())
        console.say(printable(
            CommandLine::tr("Client id: %1, from %2.").arg(question.clientId->toString(), identityPlace)));
    for (const Overridden &one : composition.overridden) {
        const bool isOrganization = one.variable == "AZDO_ORG_SERVICE_URL"_L1;
        if (isOrganization ? organization : identity)
            console.say(
                u"  "_s
                + printable(CommandLine::tr("%1 is set to %2. Signet uses the profile instead; Terraform "
                                            "uses the variable unless its configuration sets the value.")
                                .arg(one.variable, one.value)));
    }
}

} // namespace signet
