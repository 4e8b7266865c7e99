// How long `signet terraform explain` takes on a large configuration: 1,000 files, 1 MB in all. Aim: one
// blink, 100 ms.
//
//     bench_explain [RUNS]

#include "core/terraform/explanation.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s could not be written", qPrintable(path));
}

qint64 makeConfiguration(const QTemporaryDir &directory)
{
    qint64 size = 0;
    for (int i = 0; i < 999; ++i) {
        QByteArray text;
        for (int j = 0; j < 6; ++j) {
            const QByteArray n = QByteArray::number(i) + '_' + QByteArray::number(j);
            text += "resource \"azuredevops_project\" \"p" + n + "\" {\n  name        = \"Project " + n
                + " ${local.prefix}\"\n  # what it is for\n  description = \"Line\"\n"
                  "  features = { testplans = \"disabled\", artifacts = \"enabled\" }\n}\n\n";
        }
        size += text.size();
        write(directory.filePath(u"f%1.tf"_s.arg(i)), text);
    }
    write(
        directory.filePath(u"providers.tf"_s),
        "terraform {\n  required_providers {\n    azuredevops = {\n      source = \"microsoft/azuredevops\"\n"
        "      version = \">= 1.11.2\"\n    }\n  }\n}\nlocals {\n  prefix = \"x\"\n}\n"
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n  use_msi = "
        "true\n}\n");
    return size;
}

} // namespace

int main(int argc, char **argv)
{
    const int runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 11;
    const QTemporaryDir directory;
    const qint64 size = makeConfiguration(directory);
    const Host host = Host::real();
    std::vector<double> times;
    qsizetype uses = 0;
    for (int i = 0; i <= runs; ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto explanation = explainConfiguration(host, host, directory.path(), {});
        if (!explanation)
            qFatal("the configuration could not be read");
        uses = explanation->configuration.uses.size();
        if (i > 0) // the first one warms the caches
            times.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    std::printf("1000 files, %.2f MB, %lld resources: %.1f ms (%.1f to %.1f, %d runs)\n", double(size) / 1e6,
                (long long)uses, times[times.size() / 2], times.front(), times.back(), runs);
    return 0;
}
