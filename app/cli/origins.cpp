#include "app/cli/origins.h"

#include "core/result/printable.h"

using namespace Qt::StringLiterals;

namespace signet {

void sayOrigins(const Console &console, const Composition &composition, Inputs inputs)
{
    const Question &question = composition.question;
    const bool organization = inputs != Inputs::Identity;
    const bool identity = inputs != Inputs::Organization;
    const QString organizationPlace = originWords(question.organizationOrigin());
    if (organization && question.namesOrganization() && !organizationPlace.isEmpty())
        console.say(printable(CommandLine::tr("Organization: %1, from %2.")
                                  .arg(question.organizationText(), organizationPlace)));
    if (identity && question.clientId) {
        const QString identityPlace = originWords(question.clientId->origin);
        if (!identityPlace.isEmpty())
            console.say(printable(CommandLine::tr("Client id: %1, from %2.")
                                      .arg(question.clientId->value.toString(), identityPlace)));
    }
    for (const OverriddenVariable &one : composition.overridden) {
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
