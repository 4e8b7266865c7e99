#pragma once

#include "core/result/findingid.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <memory>

namespace signet {

// What a text that somebody pasted may come from.
struct Cause {
    FindingId finding; // id in the catalogue
    double confidence = 0; // 0..1; for ranking, not a probability
    QString why; // one sentence: which words of the text led here
    int line = 0; // of the text, from 1, that led here; 0 where it only follows from another cause
    QString quote; // that line, without secrets, shortened
    int times = 1; // how often the text says so
};

struct PastedExplanation {
    QList<Cause> causes; // most likely first, at most ten; none when the text says nothing that is known
    // Where nothing is known: the findings whose words come closest, at most three. No answer.
    QList<FindingId> closest;
    QStringList settled; // what the words alone settle about versions, one sentence each
    QStringList wanted; // what would make the answer better, one sentence each
    bool heldSecret = false; // the text shows a token, password or key, which whoever has the text can use
};

// Takes any text: with colour codes, Terraform's frame, time stamps of pipelines, quoted in a mail, escaped
// in JSON or HTML, wrapped, a whole log, or no text at all. Time grows with its length. The text is not kept,
// and `why` quotes only words of the catalogue.
//
// How it is ranked: what one credential of a chain says (and the first of them before the others), then what
// a program is known to print (pasted/wordings), then printed texts of the catalogue, long ones before short
// ones, then codes of the services. A symptom comes after its causes where the text speaks for one of them
// too; else its usual causes follow it with little confidence. What another service or another provider says
// is left alone (pasted/scope.h).
PastedExplanation explainPastedText(QStringView text);

// The same for a text that arrives piece by piece, such as a log of a hundred megabytes. Of the text itself
// it keeps a few statements at a time.
class PastedReader {
public:
    PastedReader();
    ~PastedReader();

    void add(QByteArrayView utf8); // a piece can end within a character
    void add(QStringView text);
    PastedExplanation finish(); // once

private:
    class Reading;
    std::unique_ptr<Reading> m_reading;
};

} // namespace signet
