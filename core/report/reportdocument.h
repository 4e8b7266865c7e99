#pragma once

#include "core/diagnosis/kindwords.h"
#include "core/diagnosis/report.h"
#include "core/findings/findingtext.h"
#include "core/result/findingid.h"

#include <QList>
#include <QPair>
#include <QString>

#include <array>

namespace signet {

// A report in words and in the order in which it is read. Built by one walk, so that text, JSON and
// windows say the same; each only lays it out.
struct ReportDocument {
    // One of the three identities.
    struct Card {
        // Known says that it is the right one, as far as the verdict goes; AtFault: it is what a root cause
        // is about.
        enum class State { Known, Asking, Unknown, None, AtFault };
        QString heading; // "This machine", "Azure DevOps · contoso", "Terraform"
        State state = State::Unknown;
        QString name; // or what is known instead: "no identity", "not checked"
        QStringList lines; // "system-assigned", ...
        QString objectId; // whole, for copying; empty when unknown
    };
    enum class Link { Equal, Different, Unknown };

    struct Cause {
        FindingId id;
        Severity severity = Severity::Blocker;
        bool rootCause = false;
        bool symptom = false; // its cause was not found
        FindingText text;
        // In the configuration, from where Terraform runs; empty where it is about no file of it.
        QString file;
        int line = 0; // 0: the file as a whole
        QString explainCommand; // that says all of it: "signet explain not-in-org"; empty where this does
        QList<QPair<QString, QString>> evidence; // label and value, in reading order
        QStringList checks;
    };

    struct CheckLine {
        QString id;
        QString title;
        Status status = Status::Unknown;
        Phase phase = Phase::Done;
        QString detail; // what was seen, or why it was not asked, in one line; may be empty
        FindingId findingId; // empty when it came to none
        bool isInTheWay = false; // failed, or not answered
        double durationMs = 0;
    };
    struct Stage {
        QString id;
        QString title;
        QList<CheckLine> checks;
        Status worst() const;
        int count(Status status) const;
    };

    std::array<Card, 3> cards; // machine, Azure DevOps, Terraform
    std::array<Link, 2> links{Link::Unknown, Link::Unknown};
    bool running = false;
    Verdict verdict = Verdict::Unclear;
    QString sentence; // the one that matters
    QString remark; // what the sentence does not cover; may be empty
    QList<Cause> causes; // root causes
    QList<Cause> others; // further findings, most severe first
    QList<Stage> stages;
    QString totals; // "9 passed, 1 failed, 3 skipped · 8 requests · 0.4 s"
};

ReportDocument describe(const Report &report);

// The version of Signet that asked.
QString toolVersionOf(const Report &report);

QString verdictWords(Verdict verdict); // "Not ready"
QString statusWords(Status status); // "failed"

// Who does a step, as people say it: "organization administrator".
QString actorWords(Actor who);

// What to do, with who does it where that is not you. A colon that leads to the command stays at the end.
QString stepWords(const FindingText::Step &step);

// What became of a request that has no status, in words, from its code in the report: "connection reset".
QString transportWords(const QString &code);

// "0.4 s", "12 ms"
QString durationText(double milliseconds);

} // namespace signet
