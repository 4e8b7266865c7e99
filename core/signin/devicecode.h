#pragma once

#include "core/identity/tokenanswer.h"
#include "core/identity/tokenquestion.h"
#include "core/net/reply.h"
#include "core/net/request.h"
#include "core/result/secret.h"

#include <QUrl>

namespace signet {

// One poll of the device code flow (RFC 8628; Microsoft Learn, "OAuth 2.0 device authorization grant flow").
struct DeviceCodeQuestion {
    QUrl tokenEndpoint; // https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token
    QString clientId; // of the registered application
    Secret deviceCode;
};
Request deviceCodeRequest(const DeviceCodeQuestion &poll);

// Pure: what the reply to a poll means. Pending until the code is entered (facts intervalDelta: how many
// seconds longer to wait from now on), Token of a person, or Error; facts.action contains the next step.
TokenAnswer judgeDeviceCodeReply(const TokenQuestion &question, const Reply &reply,
                                 std::chrono::sys_seconds now);

} // namespace signet
