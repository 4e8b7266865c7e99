#include "core/signin/entrainteraction.h"

using namespace Qt::StringLiterals;

namespace signet {

bool asksForInteraction(int aadsts)
{
    switch (aadsts) {
    case 50005: // the platform of the device is not allowed
    case 50072:
    case 50074:
    case 50076: // another factor
    case 50078:
    case 50079: // another factor has to be set up
    case 50097: // device authentication
    case 50132:
    case 50133: // the password has changed
    case 50144:
    case 50158:
    case 50173: // the sign-in was revoked
    case 53000: // the device does not comply
    case 53001:
    case 53003: // blocked by Conditional Access
    case 53004:
    case 65001: // consent
    case 70043: // the sign-in is over
    case 700082:
    case 700084:
    case 530003:
    case 530084: // token protection
        return true;
    default:
        return false;
    }
}

bool asksForInteraction(const QString &text)
{
    for (const QLatin1StringView words :
         {"interaction_required"_L1, "interaction required"_L1, "az login --"_L1, "consent_required"_L1,
          "authenticate interactively"_L1}) {
        if (text.contains(words, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace signet
