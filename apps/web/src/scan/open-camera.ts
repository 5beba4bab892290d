/**
 * The camera at the back where there are two.
 * @throws Error that says in words what to do: no camera, not allowed, or a page that is not on https.
 */
export async function openCamera(): Promise<MediaStream> {
  // Typed as always there, but absent on plain http.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new Error('The camera works only over https. Key the code in instead.');
  try {
    return await devices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError')
      throw new Error('The browser was not allowed to use the camera. Allow it beside the address.', { cause: error });
    if (name === 'NotFoundError') throw new Error('There is no camera on this device.', { cause: error });
    throw error;
  }
}
