#pragma once

#include "core/report/textsink.h"
#include "core/rights/rightsverdict.h"
#include "core/setup/grantrights.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace signet {

// Whether an identity has the rights that a configuration needs, in words and in reading order: what is
// missing first, what is held last.
struct RightsDocument {
    struct Row {
        RightStanding standing = RightStanding::Unknown;
        bool isDoubtful = false; // missing, but whether it is needed or where is a guess
        QString right = {}; // as Azure DevOps shows it: "Edit policies"
        QString object = {}; // "branch main of repository web"; empty for a right that is on no object
        QString standingWords = {}; // "missing", "allowed (computed)"
        QString why =
            {}; // which entry decides, what was asked in its place; empty where there is no more to say
        QStringList marks = {}; // "probably", "perhaps"
        QStringList causes = {}; // addresses of resources, each once
        ConfigurationPlace place = {}; // of the first of them; no file where only a plan was read

        QString what() const; // "Edit policies on branch main of repository web"
    };
    RightsVerdict verdict = RightsVerdict::Unclear;
    QString sentence;
    QList<Row> rows;
    QStringList remarks; // one sentence each
};

// `who` is the name of the identity.
RightsDocument describe(const NeededRights &needed, const CheckedRights &checked, const QString &who);
// What a grant leaves out, one sentence each.
QStringList grantRemarks(const NeededRights &needed, const CheckedRights &checked, const RightsGrant &grant);

QString rightsToText(const RightsDocument &document, const TextStyle &style);
QString rightsToMarkdown(const RightsDocument &document);
// For a browser, a ticket, a pipeline and a code scanner, as those of a report.
QString rightsToHtml(const RightsDocument &document);
QString rightsToJUnit(const RightsDocument &document, qint64 now); // Unix time
// Places are relative to the folder of the configuration, which is given as Terraform was called with it.
QJsonObject rightsToSarif(const RightsDocument &document, const QString &directory);
// The JSON of the needs with, for each right, "standing", "token", "askedAbove", "decidedBy" and "decidedAt";
// and "verdict", "basis" and "finding" for the whole: why nothing could be checked, if so.
QJsonObject rightsToJson(const NeededRights &needed, const CheckedRights &checked, FindingId finding = {});

} // namespace signet
