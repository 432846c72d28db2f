/**
 * Brings an image that was built into an engine of this desk, Docker or podman, where it can be run
 * at once. An engine is no {@link io.github.imagemaven.store.ImageStore}: it keeps one platform of
 * an image, unpacked, and knows it by its config.
 *
 * <p>Engines are spoken to by their own programs, {@code docker} and {@code podman}, and not by
 * their sockets: contexts, hosts behind ssh, certificates and virtual machines are then theirs to
 * know. What the interface of a socket could do beyond that is nothing we want: {@code docker load}
 * hands its standard input on as it comes.
 *
 * <p>What is sent:
 *
 * <ul>
 *   <li>Docker: an archive on {@code docker load}'s standard input, written while it is read, so
 *       that no copy of it is anywhere on this side. Layers that the engine has below an image with
 *       the same lower layers are left out of it: Docker asks for the file of a layer only where it
 *       has none for that chain of layers [measured: 20.10 and 26, there with containerd's store
 *       too]. Where it turns out not to have one, it says so and gets all.
 *   <li>podman: it is shown a folder of links to the blobs, {@code dir:}, which unlike {@code oci:}
 *       keeps health checks, and opens those that it lacks. {@code podman load} would copy the
 *       whole archive into a temporary file first. Where podman's engine is elsewhere (a virtual
 *       machine), it gets the archive.
 * </ul>
 */
@NullMarked
package io.github.imagemaven.load;

import org.jspecify.annotations.NullMarked;
