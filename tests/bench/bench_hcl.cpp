// Reads, edits and prints configurations from 10 kB to 100 MB, each twice as large as the one before, and
// tells by how much the time grows. With --hclfmt PATH, HashiCorp's formatter does its work on the same
// files, turn and turn about; each program is started anew for each run, reads the file and writes to
// nowhere.
//
//   bench_hcl [--hclfmt PATH] [--runs N] [--most BYTES]
//   bench_hcl --once FILE        what is measured: read FILE, edit it, print it to standard output

#include "core/hcl/hcledit.h"
#include "core/hcl/hclfile.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

// A configuration as people write it, with a provider block in the middle.
QByteArray configuration(qsizetype size)
{
    const QByteArray provider =
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n"
        "  use_msi         = true # no secret\n}\n\n";
    QByteArray text;
    text.reserve(size + 1024);
    bool hasProvider = false;
    for (int i = 0; text.size() < size; ++i) {
        if (!hasProvider && text.size() >= size / 2) {
            text += provider;
            hasProvider = true;
        }
        const QByteArray number = QByteArray::number(i);
        text += "# Project " + number + "\nresource \"azuredevops_project\" \"p" + number
            + "\" {\n  name               = \"project-" + number
            + "\"\n  visibility         = var.visibility\n  version_control    = \"Git\"\n"
              "  work_item_template = lookup(local.templates, \"p"
            + number
            + "\", \"Agile\")\n\n  features = {\n    testplans = \"disabled\" # not used\n    artifacts = "
              "\"enabled\"  # used\n  }\n\n"
              "  description = <<-EOT\n    The project ${var.prefix}-"
            + number + " of ${join(\", \", [for t in var.teams : t.name if t.enabled])}.\n  EOT\n}\n\n";
    }
    return text;
}

QByteArray edited(const QByteArray &text)
{
    const HclFile file = HclFile::parse(text);
    const HclBody &body = file.body().blocksOfType(u"provider").constFirst()->body;
    const QList<ArgumentEdit> arguments{
        {u"client_id"_s, QByteArray("\"9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d\"")}, {u"use_msi"_s, {}}};
    const auto edits = editArguments(file, body, arguments);
    if (!edits || file.print() != text)
        return {};
    return applied(text, *edits);
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double milliseconds(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    if (!process.waitForFinished(-1) || process.exitCode() != 0)
        qFatal("%s failed", qPrintable(program));
    return double(timer.nsecsElapsed()) / 1e6;
}

int once(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 1;
    const QByteArray result = edited(file.readAll());
    return std::fwrite(result.constData(), 1, std::size_t(result.size()), stdout)
                == std::size_t(result.size())
            && !result.isEmpty()
        ? 0
        : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"hclfmt"_s, u"HashiCorp's formatter."_s, u"path"_s},
                       {u"runs"_s, u"Runs of each program for each file."_s, u"count"_s, u"7"_s},
                       {u"most"_s, u"Size of the largest file."_s, u"bytes"_s, u"100000000"_s},
                       {u"once"_s, u"What is measured."_s, u"file"_s}});
    parser.process(application);
    if (parser.isSet(u"once"_s))
        return once(parser.value(u"once"_s));

    const QTemporaryDir folder;
    const QString hclfmt = parser.value(u"hclfmt"_s);
    const qsizetype most = parser.value(u"most"_s).toLongLong();
    const int runs = std::max(parser.value(u"runs"_s).toInt(), 1);
    double before = 0;
    std::printf("%12s %12s %9s %10s%s\n", "bytes", "ms", "ns/byte", "doubling",
                hclfmt.isEmpty() ? "" : "    with start   hclfmt    ratio (range)");
    for (qsizetype size = 10'000;; size = std::min(2 * size, most)) {
        const QByteArray text = configuration(size);
        const QString path = folder.filePath(u"main.tf"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return 1;
        file.close();

        // Inside of one program first, without its start: small files again and again.
        const int times = int(std::clamp<qsizetype>(20'000'000 / size, 1, 200));
        std::vector<double> inside;
        for (int run = 0; run < runs; ++run) {
            QElapsedTimer timer;
            timer.start();
            for (int i = 0; i < times; ++i) {
                if (edited(text).isEmpty())
                    return 1;
            }
            inside.push_back(double(timer.nsecsElapsed()) / 1e6 / times);
        }
        const double now = median(inside);
        std::printf("%12lld %12.3f %9.1f", qlonglong(text.size()), now, now * 1e6 / double(text.size()));
        if (before > 0)
            std::printf(" %9.2fx", now / before);
        else
            std::printf(" %10s", "");
        before = now;

        if (!hclfmt.isEmpty()) {
            std::vector<double> ours;
            std::vector<double> theirs;
            std::vector<double> ratios;
            for (int run = 0; run < runs; ++run) {
                ours.push_back(milliseconds(application.applicationFilePath(), {u"--once"_s, path}));
                theirs.push_back(milliseconds(hclfmt, {path}));
                ratios.push_back(ours.back() / theirs.back());
            }
            std::printf(" %12.1f %10.1f %8.2fx (%.2f to %.2f)", median(ours), median(theirs), median(ratios),
                        *std::min_element(ratios.begin(), ratios.end()),
                        *std::max_element(ratios.begin(), ratios.end()));
        }
        std::printf("\n");
        std::fflush(stdout);
        if (size >= most)
            return 0;
    }
}
