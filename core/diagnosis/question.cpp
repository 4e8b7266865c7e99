#include "core/diagnosis/question.h"

using namespace Qt::StringLiterals;

namespace signet {

IdentitySelector selectorOf(const Question &question)
{
    const bool fromVariable = question.clientIdOrigin.startsWith("env:"_L1);
    if (question.clientId && !fromVariable)
        return IdentitySelector(*question.clientId);
    if (question.objectId)
        return IdentitySelector(*question.objectId);
    if (question.resourceId)
        return IdentitySelector(*question.resourceId);
    if (question.clientId)
        return IdentitySelector(*question.clientId, question.clientIdOrigin);
    return {};
}

} // namespace signet
