#include "core/terraform/unifieddiff.h"

#include <QList>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype contextLines = 3;
// Two regions with more lines than this in product are shown as one whole change: a table of that size
// is still made in a blink.
constexpr qsizetype largestTable = 4'000'000;

// Each with its line end, if it has one.
QList<QByteArray> linesOf(const QByteArray &text)
{
    QList<QByteArray> lines;
    qsizetype begin = 0;
    while (begin < text.size()) {
        const qsizetype feed = text.indexOf('\n', begin);
        const qsizetype end = feed < 0 ? text.size() : feed + 1;
        lines.append(text.mid(begin, end - begin));
        begin = end;
    }
    return lines;
}

struct Step {
    char sign = ' '; // ' ', '-', '+'
    QByteArray line;
};

// By the longest common subsequence of what differs in the middle.
QList<Step> stepsBetween(const QList<QByteArray> &before, const QList<QByteArray> &after)
{
    qsizetype head = 0;
    while (head < before.size() && head < after.size() && before[head] == after[head])
        ++head;
    qsizetype tail = 0;
    while (tail < before.size() - head && tail < after.size() - head
           && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    const qsizetype rows = before.size() - head - tail;
    const qsizetype columns = after.size() - head - tail;

    QList<Step> steps;
    for (qsizetype i = 0; i < head; ++i)
        steps.append({' ', before[i]});
    if (rows * columns > largestTable) {
        for (qsizetype i = 0; i < rows; ++i)
            steps.append({'-', before[head + i]});
        for (qsizetype i = 0; i < columns; ++i)
            steps.append({'+', after[head + i]});
    } else {
        // length[i][j]: of what is common behind row i and column j
        std::vector<int> length(std::size_t((rows + 1) * (columns + 1)), 0);
        const auto at = [&length, columns](qsizetype i, qsizetype j) -> int & {
            return length[std::size_t(i * (columns + 1) + j)];
        };
        for (qsizetype i = rows - 1; i >= 0; --i) {
            for (qsizetype j = columns - 1; j >= 0; --j)
                at(i, j) = before[head + i] == after[head + j] ? at(i + 1, j + 1) + 1
                                                               : std::max(at(i + 1, j), at(i, j + 1));
        }
        qsizetype i = 0;
        qsizetype j = 0;
        while (i < rows || j < columns) {
            if (i < rows && j < columns && before[head + i] == after[head + j]) {
                steps.append({' ', before[head + i]});
                ++i;
                ++j;
            } else if (i < rows && (j == columns || at(i + 1, j) >= at(i, j + 1))) {
                steps.append({'-', before[head + i++]});
            } else {
                steps.append({'+', after[head + j++]});
            }
        }
    }
    for (qsizetype i = before.size() - tail; i < before.size(); ++i)
        steps.append({' ', before[i]});
    return steps;
}

void show(QList<Step> *steps, const ShownTexts &shown)
{
    const QList<QByteArray> before = linesOf(shown.before);
    const QList<QByteArray> after = linesOf(shown.after);
    qsizetype oldLine = 0;
    qsizetype newLine = 0;
    for (Step &step : *steps) {
        step.line = step.sign == '+' ? after.value(newLine) : before.value(oldLine);
        oldLine += step.sign != '+';
        newLine += step.sign != '-';
    }
}

QByteArray rangeText(qsizetype begin, qsizetype count)
{
    // An empty range names the line before it.
    const QByteArray line = QByteArray::number(count == 0 ? begin : begin + 1);
    return count == 1 ? line : line + ',' + QByteArray::number(count);
}

} // namespace

QByteArray unifiedDiff(const QString &name, const QByteArray &before, const QByteArray &after, bool isNew)
{
    return unifiedDiff(name, before, after, isNew, {before, after});
}

QByteArray unifiedDiff(const QString &name, const QByteArray &before, const QByteArray &after, bool isNew,
                       const ShownTexts &shown)
{
    if (before == after && !isNew)
        return {};
    QList<Step> steps = stepsBetween(linesOf(before), linesOf(after));
    show(&steps, shown);
    QByteArray diff =
        "--- " + (isNew ? QByteArray("/dev/null") : "a/" + name.toUtf8()) + "\n+++ b/" + name.toUtf8() + '\n';

    qsizetype oldLine = 0;
    qsizetype newLine = 0;
    qsizetype i = 0;
    while (i < steps.size()) {
        if (steps[i].sign == ' ') {
            ++oldLine;
            ++newLine;
            ++i;
            continue;
        }
        // A hunk ends where more unchanged lines follow than two contexts can share.
        const qsizetype begin = std::max<qsizetype>(0, i - contextLines);
        qsizetype end = i;
        qsizetype quiet = 0;
        for (qsizetype k = i; k < steps.size() && quiet <= 2 * contextLines; ++k) {
            quiet = steps[k].sign == ' ' ? quiet + 1 : 0;
            if (quiet == 0)
                end = k + 1;
        }
        end = std::min(steps.size(), end + contextLines);

        const qsizetype lead = i - begin;
        qsizetype oldCount = 0;
        qsizetype newCount = 0;
        QByteArray lines;
        for (qsizetype k = begin; k < end; ++k) {
            oldCount += steps[k].sign != '+';
            newCount += steps[k].sign != '-';
            lines += steps[k].sign + steps[k].line;
            if (!steps[k].line.endsWith('\n'))
                lines += "\n\\ No newline at end of file\n";
        }
        diff += "@@ -" + rangeText(oldLine - lead, oldCount) + " +" + rangeText(newLine - lead, newCount)
            + " @@\n" + lines;
        oldLine += oldCount - lead;
        newLine += newCount - lead;
        i = end;
    }
    return diff;
}

} // namespace signet
