#pragma once

#include "core/net/reply.h"
#include "core/result/fields.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// What an answer of Azure DevOps says about a failure, without opinion. Codes and type keys are for
// deciding; messages are localized and only for showing.
//
// Bodies in use: JSON with message, typeName, typeKey; {"count":1,"value":{"Message"}} of the model
// binding; text/plain of an unknown route; HTML of the sign-in and of proxies; nothing at all beside
// WWW-Authenticate; JSON behind a byte-order mark. HEAD answers carry their text percent-encoded in the
// header X-TFS-ServiceError.
struct DevOpsError {
    int status = 0;
    QString typeKey; // "UnauthorizedRequestException"; empty when the body has none
    QString code; // first of TF..., VS..., AADSTS... in the message; empty when it has none
    QString message; // redacted, at most 500 characters
    QString contentType; // lower case, without parameters
    bool html = false; // the body is a page, whatever its content type says
    // The answer asks a person to sign in: 203, a redirect to a sign-in address, or a page without a
    // code where an interface should answer (200, 401, 403). A page of a proxy looks the same; only
    // fromAzureDevOps tells.
    bool signInPage = false;
    bool fromAzureDevOps = false; // one of the headers X-TFS-..., X-VSS-... is there
    QString location; // of a redirect, without query
    QString activityId; // the id support asks for

    // What belongs in the evidence of a finding, by the names that the catalogue uses; what is not known is
    // left out.
    QJsonObject evidence() const;

    friend bool operator==(const DevOpsError &, const DevOpsError &) = default;
};

template <class Fields>
void describeFields(Fields &fields, DevOpsError &error)
{
    fields("status", error.status);
    fields("typeKey", error.typeKey);
    fields("code", error.code);
    fields("message", error.message);
    fields("contentType", error.contentType);
    fields("html", error.html);
    fields("signInPage", error.signInPage);
    fields("fromAzureDevOps", error.fromAzureDevOps);
    fields("location", error.location);
    fields("activityId", error.activityId);
}

DevOpsError readDevOpsError(const Reply &reply);

// Whether Azure DevOps itself answered: proxies and captive portals do not send its headers.
bool isFromAzureDevOps(const Reply &reply);

// The body as JSON, its byte-order mark skipped; undefined when it is none. Null is a value.
QJsonValue jsonBody(const Reply &reply);

} // namespace signet
