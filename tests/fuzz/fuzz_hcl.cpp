#include "core/hcl/hclfile.h"
#include "core/hcl/hcllayout.h"

#include "tests/hcl/hclrandom.h"

#include <cstdio>
#include <cstdlib>

using namespace signet;

namespace {

void require(bool holds, const QString &what, const QByteArray &text)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n%s\n", qPrintable(what), text.constData());
    std::abort();
}

} // namespace

// Any bytes print back; each expression of valid HCL is read; edits made at random give valid HCL with
// exactly what was asked, and touch nothing else; so does a block that is added.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), qsizetype(size));
    const HclFile file = HclFile::parse(text);
    require(file.print() == text, QStringLiteral("prints otherwise"), text);
    parseHclExpression(text);
    if (!file.isValid())
        return 0;

    const QList<const HclBody *> bodies = bodiesOf(file);
    for (const HclBody *body : bodies) {
        for (const HclAttribute &attribute : body->attributes) {
            require(file.expression(attribute).kind != HclExpression::Kind::Invalid,
                    QStringLiteral("not read"), text);
        }
    }
    HclWriter writer(quint32(qHashBits(data, size, 1)));
    const RandomEdit edit = randomlyEdited(text, &writer);
    // What is added may be one level too many for the deepest body.
    if (!edit.complaint.contains(QLatin1StringView("nested")))
        require(edit.complaint.isEmpty(), edit.complaint, edit.after);

    const int index = writer.below(int(bodies.size()));
    const auto block = appendBlock(file, *bodies.at(index), "added {\n  a = 1\n}\n");
    require(bool(block), QStringLiteral("refused"), text);
    const QByteArray after = applied(text, {*block});
    const HclFile result = HclFile::parse(after);
    if (result.isValid() || !result.faults().constFirst().reason.contains(QLatin1StringView("nested"))) {
        require(result.isValid(), QStringLiteral("not valid with a block added"), after);
        const QList<const HclBody *> bodiesAfter = bodiesOf(result);
        require(bodiesAfter.size() == bodies.size() + 1, QStringLiteral("blocks were lost"), after);
        require(bodiesAfter.at(index)->blocks.back().type == QLatin1StringView("added"),
                QStringLiteral("not at the end"), after);
    }
    require(HclFile::parse(canonicalLayout(text)).isValid() || !text.isValidUtf8(),
            QStringLiteral("not valid when laid out"), text);
    return 0;
}
