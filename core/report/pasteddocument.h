#pragma once

#include "core/diagnosis/causecheck.h"
#include "core/findings/pastedtext.h"
#include "core/report/reportdocument.h"
#include "core/report/textsink.h"

#include <QJsonObject>

#include <optional>

namespace signet {

// What a pasted error means, in words.
struct PastedDocument {
    struct Item {
        ReportDocument::Cause cause;
        double confidence = 0;
        QString why; // one sentence
        int line = 0; // of the text that was pasted, from 1; 0: it follows from another cause
        QString quote; // that line
        int times = 1;
        QStringList checks; // titles of those that decide it
        QString here; // what this machine says to it, one sentence; empty where it was not asked
    };

    QString unknown; // where nothing is known: what to do; else empty
    QList<Item> causes; // most likely first
    QList<ReportDocument::Cause> closest; // where nothing is known; no answer
    QStringList settled;
    QStringList wanted;
    QString secret; // where the text shows a secret: what to do
    QStringList others; // what was found here beside it, one sentence each
    QString checkCommand; // to decide it on this machine; empty where that was done or nothing decides
};

PastedDocument describe(const PastedExplanation &explanation, const std::optional<CheckedCauses> &checked,
                        const QString &sandbox);

QString pastedToText(const PastedDocument &document, const TextStyle &style);
QJsonObject pastedToJson(const PastedExplanation &explanation, const std::optional<CheckedCauses> &checked);

} // namespace signet
