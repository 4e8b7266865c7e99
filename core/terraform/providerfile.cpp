#include "core/terraform/providerfile.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 fileLimit = 1024 * 1024;

} // namespace

ProviderFile readProviderFile(const QString &path, const DecisionInput &input, const Host &host)
{
    const bool isRelative = QDir::isRelativePath(path);
    const QString found = isRelative && !input.directory.isEmpty() ? input.directory + u'/' + path : path;
    const auto content = host.readFile(found, fileLimit);
    if (content)
        return {*content, {}};
    return {{}, content.problem().evidence["errno"_L1].toString(u"ENOENT"_s)};
}

} // namespace signet
