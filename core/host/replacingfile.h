#pragma once

#include "core/host/filereplacement.h"
#include "core/result/result.h"

#include <memory>
#include <vector>

namespace signet {

// One file on the real disk on its way to new content, or a new file, in steps, so that several files can be
// replaced together: all are opened, then all written, then all swapped. One implementation per platform; see
// Host::replaceFiles() for the guarantees and the findings. A file destroyed before finish() removes what it
// created, unless it was swapped.
class ReplacingFile {
public:
    virtual ~ReplacingFile() = default;
    ReplacingFile(const ReplacingFile &) = delete;
    ReplacingFile &operator=(const ReplacingFile &) = delete;

    // The others are those that are replaced together with it.
    using Opened = std::vector<std::unique_ptr<ReplacingFile>>;
    static Result<std::unique_ptr<ReplacingFile>> open(const FileReplacement &wanted, const Opened &others);

    // Two paths can lead to one file.
    virtual bool isSameFileAs(const ReplacingFile &other) const = 0;
    // Looks for everything that speaks against it, and locks the file. Nothing is written.
    virtual Result<Done> check() = 0;
    // The backup, if one is wanted, then the new version; both complete and on the disk when it returns.
    virtual Result<Done> write() = 0;
    // The new version takes the place of the old one, if that is still what was expected. A failure leaves
    // the old one in its place; where even that was not possible the finding is file-not-restored.
    virtual Result<Done> swap() = 0;
    // After swap(): the old version takes its place again. The reason is why it has to.
    virtual Result<Done> swapBack(const QString &reason) = 0;
    // There is no way back any more.
    virtual Replaced finish() = 0;

protected:
    ReplacingFile() = default;
};

} // namespace signet
