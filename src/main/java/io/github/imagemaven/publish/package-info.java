/**
 * Content first, names last: copying a layout to every destination, then moving the tags.
 *
 * <pre>
 * Publication.stage   SourceImage   what the build left, checked
 *                     Delivery      one a destination: what each tag names now; ImmutableTags
 *                     ContentCopy   blobs, manifests, index by digest; KnownHolders mounts
 *                     Verdict       everything everywhere, or nothing is named
 * Publication.name    TagStep       first tags, second tags, …; TagMove goes forward and back
 *                     ShutdownGuard a JVM that ends waits for one state
 *                     PublicationRecord
 *
 * Publication.stageParts  PartStaging   some platforms, by digest; a PartFile for each
 * Publication.stage       JoinCheck     whether parts make one image, by their files
 *   of a JoinRequest      PartContents  what repositories hold of them; then as above
 * </pre>
 *
 * <p>A failure of one destination is kept with its delivery, so that the others go on; the verdict
 * is passed where all have come to the same point.
 */
@NullMarked
package io.github.imagemaven.publish;

import org.jspecify.annotations.NullMarked;
