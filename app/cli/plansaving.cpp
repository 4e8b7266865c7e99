#include "app/cli/plansaving.h"

#include "core/result/shellword.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct SetupText {
    Q_DECLARE_TR_FUNCTIONS(SetupCommand)
};

} // namespace

Result<std::optional<QByteArray>> contentAt(const Console &console, const QString &path)
{
    std::optional<QByteArray> nothing;
    if (console.disk().stat(path).kind == FileFacts::Kind::Missing)
        return nothing;
    auto content = console.disk().readFile(path, setupDocumentLimit);
    if (!content)
        return content.problem();
    return std::optional(std::move(*content));
}

Result<Done> savePlan(const Console &console, const Plan &plan, const QString &path)
{
    const auto there = contentAt(console, path);
    if (!there || (*there && !Plan::fromJson(**there)))
        return Problem(finding::planFileIsAnother, {{u"path"_s, path}});
    const auto written = console.disk().updateFile(path, plan.toJson(), *there);
    if (!written)
        return written.problem();
    console.say(SetupText::tr("The plan is in %1. To apply it: %2")
                    .arg(path, console.command(u"signet setup apply "_s + shellWord(path))));
    return Done();
}

} // namespace signet
