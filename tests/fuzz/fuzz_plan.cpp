#include "core/rights/neededrights.h"
#include "core/terraform/planfile.h"

#include <cstdio>
#include <cstdlib>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

void require(bool holds, const char *what, const QByteArray &text)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n%s\n", what, text.constData());
    std::abort();
}

} // namespace

// The text as a plan, and what it names as parts of a token. Whatever it holds, reading it ends; a problem
// has only its path, a word, and a short version; a token begins with those of the objects above.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto uses = readPlan(text, u"plan.json"_s, argumentsOfRights());
    if (!uses) {
        const QJsonObject &evidence = uses.problem().evidence;
        require(evidence["reason"_L1].toString().size() <= 20
                    && evidence["version"_L1].toString().size() <= 20,
                "the problem quotes the text", text);
    } else {
        for (const Purpose purpose : {Purpose::Plan, Purpose::Apply, Purpose::Destroy}) {
            const NeededRights needed = neededRights(*uses, purpose);
            for (const NeededRight &right : needed.rights) {
                require(!right.causes.isEmpty(), "a right that nothing needs", text);
                if (right.object)
                    securityToken(*right.object);
            }
        }
    }
    const QString words = QString::fromUtf8(text.left(300));
    const auto known = [](const QString &value) { return ObjectPart{ObjectPart::State::Known, value, {}}; };
    for (int kind = 0; kind <= int(ObjectKind::Token); ++kind) {
        SecuredObject object{ObjectKind(kind), {}};
        for (qsizetype i = 0; i < partsOf(object.kind).size(); ++i)
            object.parts.append(known(words));
        const QString token = securityToken(object).value_or(QString());
        const QList<SecuredObject> above = objectsAbove(object);
        require(above.size() <= words.size() + 3, "more objects above than steps", text);
        for (const SecuredObject &one : above)
            require(token.startsWith(securityToken(one).value_or(QString())), "not above", text);
    }
    return 0;
}
