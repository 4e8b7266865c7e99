#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>

namespace signet {

// An answer of Azure DevOps or Entra that is to be understood.
struct ServiceAnswer {
    int status = 0;
    QString contentType;
    QByteArray body; // as received; may begin with a UTF-8 byte-order mark
    QString serviceError; // header X-TFS-ServiceError, percent-decoded
    QString location;
    QHash<QString, QString> headers; // names in lower case
    QJsonObject json; // the body, when it is a JSON object
};

// Fills the fields that follow from body and headers. Names of headers in any case.
ServiceAnswer serviceAnswer(int status, const QByteArray &body, const QHash<QString, QString> &headers);

// What an error says, whichever of the forms it has: {typeKey, message, ...}, {count, value:
// {Message}}, entitlement results with errors [{key, value}], {error, error_description} of Entra,
// text/plain, an HTML page (its title), or nothing but X-TFS-ServiceError.
struct ServiceError {
    QString typeKey; // "ProjectDoesNotExistException"; Entra: its "error"; empty when there is none
    QString message;
    QString code; // first TF, VS or AADSTS code in the message or X-TFS-ServiceError, or empty
};
ServiceError parseServiceError(const ServiceAnswer &answer);

// Name of the first rule that fits, or empty. The rules describe answers that were recorded or
// documented, from the particular to the general; findingForServiceError() tells what each means.
// Five rules need more than one answer and are not found here: identity-mismatch, tenant-mismatch,
// org-not-found, projects-empty and graph-group-503. An HTML page with status 200, 401 or 403 is
// taken for a sign-in page whatever its title says; parseServiceError() has the code of the title.
QString matchServiceError(const ServiceAnswer &answer);

// As above, for a text out of its context, in lower case: every rule that is told by code or wording
// alone, with the words that told it. In the order of the rules.
struct ServiceErrorMention {
    QString ruleId;
    QString words;
};
QList<ServiceErrorMention> serviceErrorsIn(const QString &lowered);

} // namespace signet
